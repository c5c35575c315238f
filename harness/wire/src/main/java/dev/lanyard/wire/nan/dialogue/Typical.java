package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.ChannelEntry;
import dev.lanyard.wire.nan.attribute.ChannelSet;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attributes as devices of today send them; values as in frames of hostap where there are such. */
public final class Typical {

    /** The service of dialogues; its name is one that iOS takes. */
    public static final String SERVICE_NAME = "_lanyard._udp";
    public static final ServiceId SERVICE = ServiceId.of(SERVICE_NAME);
    /** Instance id of the publisher. */
    public static final int PUBLISH_ID = 1;
    /** Instance id of the subscriber. */
    public static final int SUBSCRIBE_ID = 5;

    /** GTK and IGTK. */
    private static final int CIPHER_CAPABILITIES = 0x02;
    private static final int SECURE_DATA_PATH = ServiceDescriptorExtension.DATA_PATH_REQUIRED
            | ServiceDescriptorExtension.SECURITY_REQUIRED;
    private static final int UDP = 17;
    private static final int PORT = 7;

    private Typical() {}

    /** 2.4 and 5 GHz, awake in every discovery window of both. */
    public static DeviceCapability capability(Actor actor) {
        return new DeviceCapability(0, 0x0009, DeviceCapability.BAND_2_4GHZ | DeviceCapability.BAND_5GHZ, 0x11, 0x22,
                10, actor.capabilities());
    }

    /** Pairing and caching enabled. */
    public static DeviceCapabilityExtension extension() {
        return new DeviceCapabilityExtension(0,
                DeviceCapabilityExtension.PAIRING_SETUP | DeviceCapabilityExtension.CACHING);
    }

    /** Committed on channel 149 but for the discovery windows, and potentially on channel 6. */
    public static NanAvailability availability(int sequenceId) {
        TimeBitmap bitmap = TimeBitmap.of(16, 512, 0, Bytes.hex("fefefeff"));
        return new NanAvailability(sequenceId, NanAvailability.COMMITTED_CHANGED | NanAvailability.POTENTIAL_CHANGED,
                List.of(new AvailabilityEntry(0x12E1, Optional.of(bitmap),
                                ChannelSet.Channels.of(new ChannelEntry(125, 0x0001, 0))),
                        new AvailabilityEntry(0x02FA, Optional.empty(),
                                ChannelSet.Channels.of(new ChannelEntry(81, 0x0020, 0)))));
    }

    /** Generic service information: port, transport protocol, and who the device is. */
    public static ServiceInfo serviceInfo() {
        byte[] name = "Lanyard Accessory".getBytes(StandardCharsets.UTF_8);
        return ServiceInfo.of(ServiceInfo.GENERIC, new BytesWriter().u8(ServiceInfo.GENERIC_PORT).u16(2).u16(PORT)
                .u8(ServiceInfo.GENERIC_TRANSPORT_PROTOCOL).u16(1).u8(UDP).u8(2).u16(name.length)
                .bytes(Bytes.wrap(name)).toBytes());
    }

    /** SDEA of a service whose data paths are secured. */
    public static ServiceDescriptorExtension secured(int instanceId) {
        return ServiceDescriptorExtension.of(instanceId, SECURE_DATA_PATH).withUpdateIndicator(1)
                .with(serviceInfo());
    }

    /** SDEA of a service whose data paths are open. */
    public static ServiceDescriptorExtension open(int instanceId) {
        return ServiceDescriptorExtension.of(instanceId, ServiceDescriptorExtension.DATA_PATH_REQUIRED)
                .withUpdateIndicator(1).with(serviceInfo());
    }

    /** PASN for pairing, CCM for data paths. */
    public static CipherSuiteInfo ciphers(int instanceId) {
        return CipherSuiteInfo.of(CIPHER_CAPABILITIES, instanceId, CipherSuiteInfo.SK_CCM_128,
                CipherSuiteInfo.PK_PASN_128);
    }

    /** A service that pairs, announced: {@code requestor} is 0, or the subscriber answered. */
    public static List<NanAttribute> publish(Actor actor, int requestor) {
        return pairable(actor, ServiceDescriptor.of(ServiceDescriptor.Type.PUBLISH, SERVICE, PUBLISH_ID, requestor),
                PUBLISH_ID);
    }

    /** A service that pairs, sought. */
    public static List<NanAttribute> subscribe(Actor actor) {
        return pairable(actor, ServiceDescriptor.of(ServiceDescriptor.Type.SUBSCRIBE, SERVICE, SUBSCRIBE_ID, 0),
                SUBSCRIBE_ID);
    }

    private static List<NanAttribute> pairable(Actor actor, ServiceDescriptor descriptor, int instance) {
        return List.of(descriptor, secured(instance), capability(actor), availability(1), ciphers(instance),
                extension(), PairingBootstrapping.advertise(actor.methods()));
    }

    /** A follow-up from publisher to subscriber or back, with whatever it is for. */
    public static List<NanAttribute> followUp(boolean fromPublisher, Actor actor, NanAttribute... contents) {
        List<NanAttribute> attributes = new ArrayList<>();
        attributes.add(ServiceDescriptor.of(ServiceDescriptor.Type.FOLLOW_UP, SERVICE,
                fromPublisher ? PUBLISH_ID : SUBSCRIBE_ID, fromPublisher ? SUBSCRIBE_ID : PUBLISH_ID));
        attributes.add(capability(actor));
        attributes.add(availability(1));
        attributes.add(extension());
        attributes.addAll(List.of(contents));
        return attributes;
    }
}
