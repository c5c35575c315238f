package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads what is asked of every radiotap header, packet after packet. A radio gives a few kinds of headers: where fields
 * stand in those that begin alike, with the same length and present words, is found out once. For one thread.
 */
public final class RadiotapHeaders {

    private static final int KINDS = 8;

    private final Layout[] layouts = new Layout[KINDS];
    private int length;
    private int flags;
    private OptionalInt frequency = OptionalInt.empty();

    /**
     * Where fields stand in headers of one kind.
     *
     * @param beginning from the version to the last present word
     * @param flagsAt   -1 where there is none
     * @param channelAt -1 where there is none
     */
    private record Layout(Bytes beginning, int length, int flagsAt, int channelAt) {

        private static final int FIXED = 4;
        private static final long ANOTHER_WORD = 0x8000_0000L;

        /** Empty where the fields cannot be told from the beginning, or something is wrong. */
        static Optional<Layout> of(Radiotap header) {
            if (!header.defects().isEmpty()
                    || header.fields().stream().anyMatch(field -> field.bit() == RadiotapField.VENDOR)) {
                return Optional.empty();
            }
            int words = FIXED;
            while ((header.octets().u32le(words) & ANOTHER_WORD) != 0) {
                words += 4;
            }
            // A copy: it outlives the packet.
            Bytes beginning = Bytes.wrap(header.octets().truncate(words + 4).toArray());
            return Optional.of(new Layout(beginning, header.length(), offset(header, RadiotapField.FLAGS),
                    offset(header, RadiotapField.CHANNEL)));
        }

        private static int offset(Radiotap header, int bit) {
            return header.fields().stream().filter(field -> field.bit() == bit).mapToInt(RadiotapField::offset)
                    .findFirst().orElse(-1);
        }

        boolean fits(Bytes packet) {
            return packet.length() >= length && packet.matches(beginning, 0, beginning.length());
        }
    }

    /** Reads the header at the start of {@code packet}, whatever is there; nothing of the packet is kept. */
    public void read(Bytes packet) {
        for (int i = 0; i < KINDS && layouts[i] != null; i++) {
            if (layouts[i].fits(packet)) {
                Layout layout = layouts[i];
                length = layout.length;
                flags = layout.flagsAt < 0 ? 0 : packet.u8(layout.flagsAt);
                frequency = layout.channelAt < 0 ? OptionalInt.empty() : on(packet.u16le(layout.channelAt));
                return;
            }
        }
        Radiotap header = Radiotap.decode(packet);
        Radiotap.Reception said = header.reception();
        length = header.length();
        flags = said.flags();
        frequency = said.frequency();
        Layout.of(header).ifPresent(layout -> {
            System.arraycopy(layouts, 0, layouts, 1, KINDS - 1);
            layouts[0] = layout;
        });
    }

    /** Most packets come from the same channel as the one before. */
    private OptionalInt on(int mhz) {
        return frequency.isPresent() && frequency.getAsInt() == mhz ? frequency : OptionalInt.of(mhz);
    }

    /** Octets of the header: where the frame begins. */
    public int length() {
        return length;
    }

    /** The flags; 0 where there are none. */
    public int flags() {
        return flags;
    }

    /** Of the channel, in MHz. */
    public OptionalInt frequency() {
        return frequency;
    }
}
