package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.ChannelEntry;
import dev.lanyard.wire.nan.attribute.ChannelSet;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The attributes in which a device speaks of itself and its services. */
final class Announcements {

    private static final int COMMITTED_EVERY_WINDOW = 0x0009;
    /** GTK and IGTK. */
    static final int CIPHER_CAPABILITIES = 0x02;
    private static final int COMMITTED_ENTRY = 0x12E1;
    private static final int POTENTIAL_ENTRY = 0x02FA;
    private static final int UDP = 17;
    private static final int GENERIC_NAME = 2;

    private final Station station;

    Announcements(Station station) {
        this.station = station;
    }

    DeviceCapability capability() {
        return new DeviceCapability(0, COMMITTED_EVERY_WINDOW,
                DeviceCapability.BAND_2_4GHZ | DeviceCapability.BAND_5GHZ, 0x11, 0x22, 10,
                station.settings.capabilities());
    }

    static DeviceCapabilityExtension extension() {
        return new DeviceCapabilityExtension(0,
                DeviceCapabilityExtension.PAIRING_SETUP | DeviceCapabilityExtension.CACHING);
    }

    /** Committed on channel 149 but for the discovery windows, and potentially on channel 6. */
    NanAvailability availability() {
        boolean longer = station.settings.habits().longPeriods();
        TimeBitmap bitmap = longer ? TimeBitmap.of(16, 1024, 0, Bytes.hex("fefefefffefefeff"))
                : TimeBitmap.of(16, 512, 0, Bytes.hex("fefefeff"));
        return new NanAvailability(1, NanAvailability.COMMITTED_CHANGED | NanAvailability.POTENTIAL_CHANGED,
                List.of(new AvailabilityEntry(COMMITTED_ENTRY, Optional.of(bitmap),
                                ChannelSet.Channels.of(new ChannelEntry(125, 0x0001, 0))),
                        new AvailabilityEntry(POTENTIAL_ENTRY, Optional.empty(),
                                ChannelSet.Channels.of(new ChannelEntry(81, 0x0020, 0)))));
    }

    /** Generic service information: port and transport protocol where there is a port, and who the device is. */
    ServiceInfo serviceInfo(AwareService service) {
        BytesWriter out = new BytesWriter();
        service.port().ifPresent(port -> out.u8(ServiceInfo.GENERIC_PORT).u16(2).u16(port)
                .u8(ServiceInfo.GENERIC_TRANSPORT_PROTOCOL).u16(1).u8(UDP));
        byte[] name = station.settings.name().getBytes(StandardCharsets.UTF_8);
        return ServiceInfo.of(ServiceInfo.GENERIC, out.u8(GENERIC_NAME).u16(name.length).bytes(Bytes.wrap(name))
                .toBytes());
    }

    static CipherSuiteInfo suites(int publishId, List<CipherSuite> suites) {
        return CipherSuiteInfo.of(CIPHER_CAPABILITIES, publishId, suites.stream().mapToInt(CipherSuite::csid)
                .toArray());
    }

    static int bits(Set<BootstrappingMethod> methods) {
        return methods.stream().mapToInt(BootstrappingMethod::bit).reduce(0, (a, b) -> a | b);
    }

    /** A publish or subscribe. */
    List<NanAttribute> service(ServiceDescriptor.Type type, AwareService service, int instance, int requestor,
                               int updateIndicator, Optional<IdentityResolution> identity) {
        List<NanAttribute> attributes = new ArrayList<>();
        ServiceDescriptor descriptor = ServiceDescriptor.of(type, ServiceId.of(service.name()), instance, requestor);
        if (!service.filter().values().isEmpty()) {
            descriptor = descriptor.with(service.filter());
        }
        if (service.responders().isPresent() && type == ServiceDescriptor.Type.SUBSCRIBE) {
            descriptor = descriptor.with(service.responders().get());
        }
        if (!service.info().isEmpty()) {
            descriptor = descriptor.withServiceInfo(service.info());
        }
        attributes.add(descriptor);
        if (service.dataPath()) {
            int control = ServiceDescriptorExtension.DATA_PATH_REQUIRED
                    | (service.security() ? ServiceDescriptorExtension.SECURITY_REQUIRED : 0);
            attributes.add(ServiceDescriptorExtension.of(instance, control).withUpdateIndicator(updateIndicator)
                    .with(serviceInfo(service)));
        }
        attributes.add(capability());
        if (service.usd().isEmpty()) {
            attributes.add(availability());
        }
        if (service.security()) {
            attributes.add(suites(instance, service.suites()));
            service.passphrase().filter(_ -> type == ServiceDescriptor.Type.PUBLISH).ifPresent(passphrase ->
                    attributes.add(context(service, instance, passphrase)));
        }
        if (!service.methods().isEmpty()) {
            attributes.add(extension());
            attributes.add(PairingBootstrapping.advertise(bits(service.methods())));
            identity.ifPresent(attributes::add);
        }
        return attributes;
    }

    private SecurityContextInfo context(AwareService service, int instance, Password passphrase) {
        CipherSuite suite = service.suites().getFirst();
        ServiceId id = ServiceId.of(service.name());
        Secret pmk = DataPathKeys.ndPmk(suite, passphrase.octets(), id.octets(), station.nmi());
        return SecurityContextInfo.ofPmkid(instance, DataPathKeys.pmkid(suite, pmk, MacAddress.BROADCAST,
                station.nmi(), id.octets()));
    }

    /** A follow-up, with whatever it is for. */
    List<NanAttribute> followUp(AwareService service, int instance, int requestor, List<NanAttribute> contents) {
        List<NanAttribute> attributes = new ArrayList<>();
        attributes.add(ServiceDescriptor.of(ServiceDescriptor.Type.FOLLOW_UP, ServiceId.of(service.name()), instance,
                requestor));
        attributes.add(capability());
        if (!station.isOutside()) {
            attributes.add(availability());
        }
        if (!service.methods().isEmpty()) {
            attributes.add(extension());
        }
        attributes.addAll(contents);
        return attributes;
    }
}
