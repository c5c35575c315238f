package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The NTB parameter structure (NCM 1.0 §6.2.1 table 6-3, unchecked): what GetNtbParameters answers. "In" is towards
 * the host. Sizes are in octets.
 *
 * @param wLength                 28
 * @param bmNtbFormatsSupported   bit 0 NTB16, bit 1 NTB32
 * @param wNtbOutMaxDatagrams     0: no limit
 */
public record NtbParameters(int wLength, int bmNtbFormatsSupported, long dwNtbInMaxSize, int wNdpInDivisor,
                            int wNdpInPayloadRemainder, int wNdpInAlignment, int wReserved, long dwNtbOutMaxSize,
                            int wNdpOutDivisor, int wNdpOutPayloadRemainder, int wNdpOutAlignment,
                            int wNtbOutMaxDatagrams) {

    /** Octets of the structure. */
    public static final int LENGTH = 28;

    /** Bit of bmNtbFormatsSupported: NTB16, which every function supports. */
    public static final int FORMAT_NTB16 = 1;
    /** Bit of bmNtbFormatsSupported. */
    public static final int FORMAT_NTB32 = 2;

    /** The least value of both maximum sizes. */
    public static final int LEAST_MAX_SIZE = 2048;

    /** The parameters of a function with the same limits both ways: divisor 4, remainder 0, alignment 4. */
    public static NtbParameters of(int bmNtbFormatsSupported, long maxSize, int wNtbOutMaxDatagrams) {
        return new NtbParameters(LENGTH, bmNtbFormatsSupported, maxSize, 4, 0, 4, 0, maxSize, 4, 0, 4,
                wNtbOutMaxDatagrams);
    }

    /** Reads what is there; fields beyond the end of {@code answer} are 0 and wLength tells nothing about them. */
    public static NtbParameters decode(Bytes answer) {
        Bytes bytes = answer.length() < LENGTH
                ? answer.concat(Bytes.wrap(new byte[LENGTH - answer.length()])) : answer;
        return new NtbParameters(bytes.u16le(0), bytes.u16le(2), bytes.u32le(4), bytes.u16le(8), bytes.u16le(10),
                bytes.u16le(12), bytes.u16le(14), bytes.u32le(16), bytes.u16le(20), bytes.u16le(22), bytes.u16le(24),
                bytes.u16le(26));
    }

    public Bytes encode() {
        Bytes in = u16(wLength).concat(u16(bmNtbFormatsSupported)).concat(u32(dwNtbInMaxSize))
                .concat(u16(wNdpInDivisor)).concat(u16(wNdpInPayloadRemainder)).concat(u16(wNdpInAlignment))
                .concat(u16(wReserved));
        return in.concat(u32(dwNtbOutMaxSize)).concat(u16(wNdpOutDivisor)).concat(u16(wNdpOutPayloadRemainder))
                .concat(u16(wNdpOutAlignment)).concat(u16(wNtbOutMaxDatagrams));
    }

    public boolean offersNtb32() {
        return (bmNtbFormatsSupported & FORMAT_NTB32) != 0;
    }

    /** What is wrong with an answer of {@code received} octets from which this was decoded: one sentence each. */
    public List<String> defects(int received) {
        List<String> defects = new ArrayList<>();
        if (received != LENGTH) {
            defects.add("the answer has " + received + " octets, not " + LENGTH);
        }
        if (wLength != LENGTH) {
            defects.add("wLength is " + wLength + ", not " + LENGTH);
        }
        if ((bmNtbFormatsSupported & FORMAT_NTB16) == 0) {
            defects.add("bmNtbFormatsSupported 0x%04x lacks NTB16".formatted(bmNtbFormatsSupported));
        }
        if ((bmNtbFormatsSupported & ~(FORMAT_NTB16 | FORMAT_NTB32)) != 0) {
            defects.add("bmNtbFormatsSupported 0x%04x has reserved bits".formatted(bmNtbFormatsSupported));
        }
        if (wReserved != 0) {
            defects.add("the reserved field at offset 14 is " + wReserved);
        }
        direction("In", dwNtbInMaxSize, wNdpInDivisor, wNdpInPayloadRemainder, wNdpInAlignment, defects);
        direction("Out", dwNtbOutMaxSize, wNdpOutDivisor, wNdpOutPayloadRemainder, wNdpOutAlignment, defects);
        return defects;
    }

    private void direction(String way, long maxSize, int divisor, int remainder, int alignment,
                           List<String> defects) {
        if (maxSize < LEAST_MAX_SIZE) {
            defects.add("dwNtb" + way + "MaxSize is " + maxSize + ", less than " + LEAST_MAX_SIZE);
        }
        if (maxSize > 65536 && !offersNtb32()) {
            defects.add("dwNtb" + way + "MaxSize is " + maxSize + ", more than NTB16 can say");
        }
        if (divisor == 0 || divisor > maxSize) {
            defects.add("wNdp" + way + "Divisor is " + divisor);
        }
        if (remainder >= divisor) {
            defects.add("wNdp" + way + "PayloadRemainder is " + remainder + ", not less than the divisor " + divisor);
        }
        if (alignment < 4 || Integer.bitCount(alignment) != 1 || alignment > maxSize) {
            defects.add("wNdp" + way + "Alignment is " + alignment
                    + ", not a power of two from 4 to the maximum size");
        }
    }

    private static Bytes u16(int value) {
        return Bytes.of(value, value >> 8);
    }

    private static Bytes u32(long value) {
        return u16((int) value).concat(u16((int) (value >> 16)));
    }
}
