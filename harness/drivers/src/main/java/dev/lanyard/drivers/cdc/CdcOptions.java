package dev.lanyard.drivers.cdc;

import dev.lanyard.wire.cdc.PacketFilter;
import java.time.Duration;
import java.util.Optional;

/**
 * How an ECM or NCM function is to be driven. Start from {@link #defaults()} and change with the {@code with} methods.
 *
 * @param configuration     bConfigurationValue to select; 0: the first with an NCM function, else the first with ECM
 * @param kind              drive only a function of this class
 * @param format            which NTB format is negotiated
 * @param ntbInputSize      what SetNtbInputSize is to ask for, in octets; 0: what the accessory offers, which is then
 *                          only changed when it is more than {@link #LARGEST_INPUT_SIZE}
 * @param crc               whether CRC mode is switched on; it is off otherwise, without asking
 * @param maxDatagrams      most datagrams in a block that is sent; 0: as many as the accessory takes
 * @param maxBlockLength    longest block that is sent, in octets, as far as the accessory takes it
 * @param hold              how long a frame may wait for company while earlier blocks are under way; a frame is
 *                          never held while nothing is
 * @param inTransfers       bulk reads kept queued
 * @param outTransfers      most bulk writes under way; beyond it sending waits
 * @param padding           how a transfer ends whose length is a multiple of the packet size
 * @param packetFilter      bits of {@link PacketFilter} to set after alternate 1; negative: no request is made
 * @param waitForLink       whether selecting alternate 1 waits until the accessory reports the link up
 * @param sendTimeout       how long sending waits for the accessory to take something
 */
public record CdcOptions(int configuration, Optional<CdcDriver.Kind> kind, Format format, int ntbInputSize,
                         boolean crc, int maxDatagrams, int maxBlockLength, Duration hold, int inTransfers,
                         int outTransfers, Padding padding, int packetFilter, boolean waitForLink,
                         Duration sendTimeout) {

    /** Blocks longer than this are not asked for unless {@link #ntbInputSize} says so. */
    public static final int LARGEST_INPUT_SIZE = 65_536;

    /** What {@link #packetFilter} is when no request is to be made. */
    public static final int NO_PACKET_FILTER = -1;

    private static final Duration LONGEST_HOLD = Duration.ofMinutes(1);

    /** Which NTB format is negotiated. */
    public enum Format {
        /** NTB16, as Linux does. */
        AUTO,
        /** NTB16, said explicitly where the accessory offers both. */
        NTB16,
        /** NTB32; an accessory that does not offer it is an error. */
        NTB32,
        /** NTB32 where it is offered and NTB16 elsewhere, as Windows does. */
        WIDEST
    }

    /** How a transfer ends whose length is a multiple of the packet size. */
    public enum Padding {
        /** By a zero-length packet (ECM 1.20 §3.3.1, NCM 1.0 §3.2.1; unchecked). */
        SPECIFICATION_ZLP,
        /** By one zero octet behind the frame or block, as Windows does for NCM. */
        WINDOWS_ONE_EXTRA_BYTE,
        /** NCM: blocks above 512 octets are filled up to the maximum. ECM: one zero octet behind the frame. */
        LINUX_ZERO_FILL
    }

    public CdcOptions {
        requireRange("configuration", configuration, 0, 255);
        requireRange("ntbInputSize", ntbInputSize, 0, 16 << 20);
        requireRange("maxDatagrams", maxDatagrams, 0, 0xFFFF);
        requireRange("maxBlockLength", maxBlockLength, 2048, 1 << 20);
        requireRange("inTransfers", inTransfers, 1, 64);
        requireRange("outTransfers", outTransfers, 1, 64);
        requireRange("packetFilter", packetFilter, NO_PACKET_FILTER, 0xFFFF);
        if (hold.isNegative() || hold.compareTo(LONGEST_HOLD) > 0) {
            throw new IllegalArgumentException("hold is " + hold + ", outside 0 to 1 minute");
        }
        if (sendTimeout.isNegative() || sendTimeout.isZero()) {
            throw new IllegalArgumentException("sendTimeout is " + sendTimeout + ", must be more than 0");
        }
    }

    public static CdcOptions defaults() {
        return new CdcOptions(0, Optional.empty(), Format.AUTO, 0, false, 0, 16_384, Duration.ofNanos(200_000), 8, 8,
                Padding.SPECIFICATION_ZLP, PacketFilter.HOST_DEFAULT, false, Duration.ofSeconds(5));
    }

    public CdcOptions withConfiguration(int bConfigurationValue) {
        return new CdcOptions(bConfigurationValue, kind, format, ntbInputSize, crc, maxDatagrams, maxBlockLength,
                hold, inTransfers, outTransfers, padding, packetFilter, waitForLink, sendTimeout);
    }

    public CdcOptions withKind(CdcDriver.Kind only) {
        return new CdcOptions(configuration, Optional.of(only), format, ntbInputSize, crc, maxDatagrams,
                maxBlockLength, hold, inTransfers, outTransfers, padding, packetFilter, waitForLink, sendTimeout);
    }

    /** What is negotiated before alternate 1 is selected. */
    public CdcOptions withNtb(Format ntbFormat, int inputSize, boolean crcMode) {
        return new CdcOptions(configuration, kind, ntbFormat, inputSize, crcMode, maxDatagrams, maxBlockLength, hold,
                inTransfers, outTransfers, padding, packetFilter, waitForLink, sendTimeout);
    }

    /** How frames are gathered into blocks; {@code datagrams} 1 sends every frame in a block of its own. */
    public CdcOptions withAggregation(int datagrams, int blockLength, Duration atMost) {
        return new CdcOptions(configuration, kind, format, ntbInputSize, crc, datagrams, blockLength, atMost,
                inTransfers, outTransfers, padding, packetFilter, waitForLink, sendTimeout);
    }

    public CdcOptions withTransfers(int in, int out) {
        return new CdcOptions(configuration, kind, format, ntbInputSize, crc, maxDatagrams, maxBlockLength, hold, in,
                out, padding, packetFilter, waitForLink, sendTimeout);
    }

    public CdcOptions withPadding(Padding style) {
        return new CdcOptions(configuration, kind, format, ntbInputSize, crc, maxDatagrams, maxBlockLength, hold,
                inTransfers, outTransfers, style, packetFilter, waitForLink, sendTimeout);
    }

    /** @param bitmap of {@link PacketFilter} bits, or {@link #NO_PACKET_FILTER} */
    public CdcOptions withPacketFilter(int bitmap) {
        return new CdcOptions(configuration, kind, format, ntbInputSize, crc, maxDatagrams, maxBlockLength, hold,
                inTransfers, outTransfers, padding, bitmap, waitForLink, sendTimeout);
    }

    public CdcOptions withWaitForLink(boolean wait) {
        return new CdcOptions(configuration, kind, format, ntbInputSize, crc, maxDatagrams, maxBlockLength, hold,
                inTransfers, outTransfers, padding, packetFilter, wait, sendTimeout);
    }

    public CdcOptions withSendTimeout(Duration timeout) {
        return new CdcOptions(configuration, kind, format, ntbInputSize, crc, maxDatagrams, maxBlockLength, hold,
                inTransfers, outTransfers, padding, packetFilter, waitForLink, timeout);
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", outside " + least + ".." + most);
        }
    }
}
