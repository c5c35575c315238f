package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.configuration;
import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.notApplicable;
import static dev.lanyard.rules.RuleCase.octet;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.splice;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import dev.lanyard.wire.usb.StringDescriptor;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The framework's rules beyond the first two. */
class UsbRulesTest {

    static Stream<RuleCase> cases() {
        return Stream.of(
                fails("USB-CFG-03", "another wTotalLength", s -> s.shortRead = octet(s.configuration.truncate(9), 2, 1),
                        "differ in their first 9 octets"),
                unseen("USB-CFG-03", "one length", s -> {
                    s.configuration = s.configuration.truncate(9);
                    s.configuration = octet(s.configuration, 2, 9);
                }, "two different lengths"),
                fails("USB-CFG-04", "bulk 64 at high speed", splice(80, 7, "07058102400000"),
                        "endpoint 0x81 has wMaxPacketSize 64 as BULK endpoint at HIGH speed"),
                fails("USB-CFG-04", "bulk 512 at full speed", s -> {
                    s.speed = UsbSpeed.FULL;
                    s.notifications.set(0, "a12a0000000008000070940000709400");
                }, "wMaxPacketSize 512"),
                unseen("USB-CFG-04", "no speed", s -> s.speed = UsbSpeed.UNKNOWN, "nobody told"),
                fails("USB-CFG-05", "0", configuration(61, 0), "bInterval 0"),
                fails("USB-CFG-05", "32 at high speed", configuration(61, 32), "bInterval 32"),
                fails("USB-CFG-06", "bulk IN as interrupt IN", configuration(82, 0x82),
                        "interfaces 0 and 1 both have endpoint 0x82"),
                warns("USB-CFG-07", "class 00", s -> s.device = octet(octet(octet(s.device, 4, 0), 5, 0), 6, 0),
                        "the device is of class 00/00/00"),
                warns("USB-CFG-07", "two functions, no association", s -> {
                    splice(9, 8, "").accept(s);
                    splice(86, 0, "090402000000000000").accept(s);
                    s.configuration = octet(s.configuration, 4, 3);
                }, "there are 3 interfaces"),
                notApplicable("USB-CFG-07", "one function, no association", splice(9, 8, ""), "one function"),
                fails("USB-CFG-08", "bFirstInterface off by one", configuration(11, 1),
                        "covers 2 interfaces from 1, the union names [0, 1]"),
                fails("USB-CFG-08", "bInterfaceCount 1", configuration(12, 1), "covers 1 interfaces from 0"),
                notApplicable("USB-CFG-08", "no association", splice(9, 8, ""), "no interface association"),
                warns("USB-CFG-09", "510 mA", configuration(8, 255), "510 mA of 500"),
                warns("USB-CFG-09", "D7 clear", configuration(7, 0), "D7 is 0"),
                fails("USB-CFG-11", "German alone", s -> s.languages = StringDescriptor.ofLanguages(0x407).encode(),
                        "[0x0407]"),
                fails("USB-CFG-12", "stalled at high speed", s -> s.qualifierStatus = "STALL", "ended with STALL"),
                fails("USB-CFG-12", "no configuration", s -> s.qualifier = octet(s.qualifier, 8, 0),
                        "bNumConfigurations is 0"),
                fails("USB-CFG-12", "a device descriptor", s -> s.qualifier = s.device.truncate(10),
                        "bDescriptorType 1"),
                passes("USB-CFG-12", "stalled at full speed", s -> {
                    s.qualifierStatus = "STALL";
                    s.speed = UsbSpeed.FULL;
                }, "1 of 1 reads"),
                notApplicable("USB-CFG-12", "SuperSpeed", s -> s.speed = UsbSpeed.SUPER, "SUPER speed"),
                warns("USB-CFG-14", "none", s -> s.device = octet(s.device, 16, 0), "iSerialNumber is 0"),
                warns("USB-CFG-14", "random", s -> s.serialNumbers = List.of("A", "B"), "\"A\", then \"B\""),
                passes("USB-CFG-14", "came back", s -> s.serialNumbers = List.of("A", "A"), "\"A\" each time"),
                unseen("USB-CFG-14", "once", s -> { }, "did not come back"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
