package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.DeviceQualifierDescriptor;
import dev.lanyard.wire.usb.StringDescriptor;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The framework: what a device answers as a whole, configurations aside. */
public final class UsbDeviceRules {

    /** Rules USB-CFG-* about reads, strings and the device qualifier. */
    public static final List<Rule> RULES = List.of(
            rule("USB-CFG-03", "A configuration descriptor begins with the same octets however much of it is asked "
                    + "for.")
                    .obligation(Obligation.MUST, Source.of("USB 2.0", "§9.4.3"))
                    .hosts(HostPlatform.APPLE, HostPlatform.WINDOWS)
                    .remediation("Serve short and full reads from the same bytes, cut to wLength.")
                    .judgedBy(UsbDeviceRules::sameForAllLengths),
            rule("USB-CFG-11", "The list of languages (string 0) has 0x0409, English (United States).")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows",
                            "UsbNcm.sys reads the MAC address string in language 0x0409"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Answer string 0 with language 0x0409 among others, and serve all strings in it.")
                    .judgedBy(seen -> Each.of("reads of string 0", seen.strings(0), "string 0 was not read",
                            UsbDeviceRules::withoutEnglish)),
            rule("USB-CFG-12", "A device that runs at high speed answers the device qualifier; one that knows full "
                    + "speed only stalls it.")
                    .obligation(Obligation.MUST, Source.of("USB 2.0", "§9.6.2"))
                    .hosts(HostPlatform.APPLE, HostPlatform.WINDOWS)
                    .remediation("Answer GET_DESCRIPTOR of type 6 with ten octets that describe the other speed, with "
                            + "at least one configuration, or stall it in a device without high speed.")
                    .judgedBy(UsbDeviceRules::qualifier),
            rule("USB-CFG-14", "The device has a serial number, and it stays the same when the device comes back.")
                    .obligation(Obligation.RECOMMENDED, Source.of("raspberrypi/rpi-usb-gadget#31", ""))
                    .hosts(HostPlatform.APPLE, HostPlatform.WINDOWS)
                    .fieldFailures("raspberrypi/rpi-usb-gadget#31")
                    .remediation("Derive iSerialNumber's string from something that the unit keeps, such as its chip "
                            + "id.")
                    .judgedBy(UsbDeviceRules::serialNumber));

    private UsbDeviceRules() {}

    private static Finding sameForAllLengths(Observation seen) {
        List<Seen<Event.Transfer>> reads = seen.descriptorReads(DescriptorType.CONFIGURATION).stream()
                .filter(read -> read.what().isOk()).toList();
        List<Long> compared = new ArrayList<>();
        for (int i = 0; i < reads.size(); i++) {
            // Neighbours suffice: what equals each neighbour equals all.
            Optional<Seen<Event.Transfer>> other = otherLength(reads, i);
            if (other.isEmpty()) {
                continue;
            }
            List<Long> both = List.of(reads.get(i).sequence(), other.get().sequence());
            Bytes one = reads.get(i).what().data();
            Bytes two = other.get().what().data();
            int shared = Math.min(one.length(), two.length());
            if (!one.truncate(shared).equals(two.truncate(shared))) {
                return Finding.broken("reads with wLength " + reads.get(i).what().setup().wLength() + " and "
                        + other.get().what().setup().wLength() + " differ in their first " + shared + " octets: "
                        + one.truncate(Math.min(shared, 9)).toHex() + " and "
                        + two.truncate(Math.min(shared, 9)).toHex(), both);
            }
            compared.addAll(both);
        }
        return compared.isEmpty()
                ? Finding.unseen("no configuration descriptor was read with two different lengths")
                : Finding.kept("all reads of a configuration descriptor begin the same",
                        compared.stream().distinct().limit(10).toList());
    }

    /** The next read of the same configuration with another wLength. */
    private static Optional<Seen<Event.Transfer>> otherLength(List<Seen<Event.Transfer>> reads, int index) {
        var setup = reads.get(index).what().setup();
        return reads.stream().skip(index + 1L).filter(read -> read.what().setup().wValue() == setup.wValue()
                && read.what().setup().wLength() != setup.wLength()).findFirst();
    }

    private static Optional<String> withoutEnglish(StringDescriptor languages) {
        return languages.languages().contains(StringDescriptor.ENGLISH_US) ? Optional.empty()
                : Optional.of("the languages are " + languages.languages().stream().limit(8).map("0x%04x"::formatted)
                        .toList());
    }

    private static Finding qualifier(Observation seen) {
        Optional<UsbSpeed> speed = seen.speed();
        if (speed.isEmpty()) {
            return Finding.unseen("nobody told at which speed the accessory runs");
        }
        if (speed.get() != UsbSpeed.HIGH && speed.get() != UsbSpeed.FULL) {
            return Finding.notApplicable("the accessory runs at " + speed.get() + " speed");
        }
        return Each.of("reads of the device qualifier", seen.descriptorReads(DescriptorType.DEVICE_QUALIFIER).stream()
                .filter(read -> Answers.isAnswer(read.what())).toList(), "the device qualifier was not asked for",
                read -> read.isOk() ? badQualifier(read.data(), read.setup().wLength())
                        : read.status().equals("STALL") && speed.get() == UsbSpeed.FULL ? Optional.empty()
                        : Optional.of("at " + speed.get() + " speed the read ended with " + read.status()));
    }

    private static Optional<String> badQualifier(Bytes data, int asked) {
        if (data.length() != Math.min(asked, DeviceQualifierDescriptor.LENGTH)) {
            return Optional.of("it has " + data.length() + " octets");
        }
        if (data.length() < DeviceQualifierDescriptor.LENGTH) {
            return Optional.empty();
        }
        DeviceQualifierDescriptor qualifier = new DeviceQualifierDescriptor(data, 0);
        if (qualifier.bLength() != DeviceQualifierDescriptor.LENGTH
                || qualifier.bDescriptorType() != DescriptorType.DEVICE_QUALIFIER) {
            return Optional.of("bLength is " + qualifier.bLength() + " and bDescriptorType "
                    + qualifier.bDescriptorType());
        }
        return qualifier.bNumConfigurations() > 0 ? Optional.empty() : Optional.of("bNumConfigurations is 0");
    }

    private static Finding serialNumber(Observation seen) {
        List<Seen<DeviceDescriptor>> devices = seen.deviceDescriptors();
        if (devices.isEmpty()) {
            return Finding.unseen("no device descriptor was read");
        }
        Optional<Seen<DeviceDescriptor>> without =
                devices.stream().filter(device -> device.what().iSerialNumber() == 0).findFirst();
        if (without.isPresent()) {
            return Finding.broken("iSerialNumber is 0", List.of(without.get().sequence()));
        }
        List<Seen<StringDescriptor>> reads = devices.stream().map(device -> device.what().iSerialNumber()).distinct()
                .flatMap(index -> seen.strings(index).stream()).toList();
        if (reads.isEmpty()) {
            return Finding.unseen("iSerialNumber is " + devices.getFirst().what().iSerialNumber()
                    + ", but that string was not read");
        }
        Seen<StringDescriptor> first = reads.getFirst();
        Optional<Seen<StringDescriptor>> other =
                reads.stream().filter(read -> !read.what().text().equals(first.what().text())).findFirst();
        if (other.isPresent()) {
            return Finding.broken("the serial number is " + Answers.quoted(first.what()) + ", then "
                    + Answers.quoted(other.get().what()), List.of(first.sequence(), other.get().sequence()));
        }
        boolean cameBack = seen.attachments().stream().anyMatch(attached -> attached.sequence() > first.sequence()
                && reads.stream().anyMatch(read -> read.sequence() > attached.sequence()));
        return cameBack ? Finding.kept("the serial number is " + Answers.quoted(first.what()) + " each time",
                reads.stream().map(Seen::sequence).limit(10).toList())
                : Finding.unseen("the serial number is " + Answers.quoted(first.what())
                        + "; whether it stays was not seen, since the device did not come back");
    }
}
