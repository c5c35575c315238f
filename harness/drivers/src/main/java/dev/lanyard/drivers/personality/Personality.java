package dev.lanyard.drivers.personality;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.cdc.CdcOptions.Format;
import dev.lanyard.drivers.cdc.CdcOptions.Padding;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.PacketFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a host platform starts an accessory and sends to it, as far as public evidence tells: a sequence of moves, and the
 * options that hold from then on. What is not known of a platform is done as the specifications say.
 */
public enum Personality {

    /**
     * macOS, iPadOS, iOS. Selects alternate 1, leaves it within milliseconds and selects it again; sets the packet
     * filter where the function takes it; waits for NetworkConnection; asks DHCP once. NTB sizes, NTB32 and padding are
     * not known: NTB16 and zero-length packets.
     */
    APPLE(CdcOptions.defaults().withPadding(Padding.SPECIFICATION_ZLP).withPacketFilter(PacketFilter.HOST_DEFAULT),
            List.of(new Move.Select(1), new Move.Select(0), new Move.Select(1)), 1,
            List.of("hathach/tinyusb#311", "zephyrproject-rtos/zephyr#69209", "Apple forum 824727",
                    "embassy-rs/embassy#6844", "hathach/tinyusb#3505", "espressif/esp-idf#18079")),

    /**
     * Windows 11's UsbNcm.sys, for NCM only: there is no driver for ECM. Reads the Microsoft OS descriptors as Windows 10
     * does, selects alternate 0, NTB32 wherever it is offered, then alternate 1; never sets packet filter or CRC mode;
     * at most 16 datagrams in a block; one octet more behind blocks of whole packets.
     */
    WINDOWS(CdcOptions.defaults().withPadding(Padding.WINDOWS_ONE_EXTRA_BYTE)
            .withPacketFilter(CdcOptions.NO_PACKET_FILTER).withNtb(Format.WIDEST, 0, false)
            .withAggregation(16, CdcOptions.LARGEST_INPUT_SIZE, Duration.ofNanos(200_000)),
            List.of(new Move.MicrosoftOsDescriptors(), new Move.Select(0), new Move.Select(1)), 4,
            List.of("microsoft/NCM-Driver-for-Windows host/device.cpp", "zephyrproject-rtos/zephyr#100790",
                    "commaai/agnos-kernel-sdm845#123", "microsoft/NCM-Driver-for-Windows#8")),

    /**
     * Linux' cdc_ncm and cdc_ether. CRC mode off and the largest datagram read where the function has them, NTB16 said
     * where both are offered, alternates 0 and 1, the packet filter; blocks above 512 octets filled with zeros to the
     * maximum, at most 32 datagrams, ECM frames of whole packets with one octet more.
     */
    LINUX(CdcOptions.defaults().withPadding(Padding.LINUX_ZERO_FILL).withPacketFilter(PacketFilter.HOST_DEFAULT)
            .withNtb(Format.NTB16, 0, false).withAggregation(32, 16_384, Duration.ofNanos(200_000)),
            List.of(new Move.Request(CdcRequest.SET_CRC_MODE, NcmDescriptor.CRC_MODE, 0),
                    new Move.Request(CdcRequest.GET_MAX_DATAGRAM_SIZE, NcmDescriptor.MAX_DATAGRAM_SIZE, 0),
                    new Move.Select(0), new Move.Select(1)), 4,
            List.of("torvalds/linux drivers/net/usb/cdc_ncm.c", "torvalds/linux drivers/net/usb/cdc_ether.c",
                    "zephyrproject-rtos/zephyr#6368", "zephyrproject-rtos/zephyr#102857"));

    private final CdcOptions options;
    private final List<Move> moves;
    private final int dhcpTries;
    private final List<String> evidence;

    Personality(CdcOptions options, List<Move> moves, int dhcpTries, List<String> evidence) {
        this.options = options;
        this.moves = moves;
        this.dhcpTries = dhcpTries;
        this.evidence = evidence;
    }

    /** How the driver negotiates and sends. */
    public CdcOptions options() {
        return options;
    }

    /** What is done with an accessory that was enumerated and configured, in order. */
    public List<Move> moves() {
        return moves;
    }

    /** How many DHCPDISCOVER the host sends before it gives the link up for the time being. */
    public int dhcpTries() {
        return dhcpTries;
    }

    /** Threads and sources that the sequence rests on. */
    public List<String> evidence() {
        return evidence;
    }

    /** Why this platform does not use such a function, if it does not. */
    public Optional<String> refuses(CdcDriver.Kind kind) {
        return this == WINDOWS && kind == CdcDriver.Kind.ECM
                ? Optional.of("Windows has no driver of its own for ECM") : Optional.empty();
    }
}
