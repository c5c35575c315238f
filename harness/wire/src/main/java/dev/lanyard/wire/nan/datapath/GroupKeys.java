package dev.lanyard.wire.nan.datapath;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.security.KeyData;
import dev.lanyard.wire.nan.security.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Keys for frames to groups, as M3 and M4 carry them: GTK (ids 1, 2), IGTK (4, 5), BIGTK (6, 7), each in a KDE of
 * 00-0F-AC (IEEE 802.11-2020 §12.7.2).
 */
public record GroupKeys(Optional<GroupKeys.Key> gtk, Optional<GroupKeys.Key> igtk, Optional<GroupKeys.Key> bigtk) {

    public static final GroupKeys NONE = new GroupKeys(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Bytes IEEE = Bytes.of(0x00, 0x0F, 0xAC);
    private static final int GTK = 1;
    private static final int IGTK = 9;
    private static final int BIGTK = 14;
    private static final int KDE = 0xDD;

    /**
     * One key.
     *
     * @param packetNumber the last that was used; GTK's KDE does not carry it
     * @param octets       16 or 32
     */
    public record Key(int id, long packetNumber, Secret octets) {}

    public boolean isEmpty() {
        return gtk.isEmpty() && igtk.isEmpty() && bigtk.isEmpty();
    }

    /** KDEs one after another. */
    Secret encode() {
        BytesWriter out = new BytesWriter();
        gtk.ifPresent(key -> kde(out, GTK, new BytesWriter().u8(key.id() & 3).u8(0), key));
        igtk.ifPresent(key -> kde(out, IGTK, numbered(key), key));
        bigtk.ifPresent(key -> kde(out, BIGTK, numbered(key), key));
        return Secret.of(out.toBytes());
    }

    private static BytesWriter numbered(Key key) {
        return new BytesWriter().u16(key.id()).u16((int) key.packetNumber()).u32(key.packetNumber() >> 16);
    }

    private static void kde(BytesWriter out, int type, BytesWriter head, Key key) {
        Bytes data = head.toBytes().concat(Bytes.wrap(key.octets().expose()));
        out.u8(KDE).u8(4 + data.length()).bytes(IEEE).u8(type).bytes(data);
    }

    /** The keys of unwrapped key data; empty where one does not have its layout. Unknown KDEs are passed over. */
    static Optional<GroupKeys> decode(Secret plain) {
        GroupKeys keys = NONE;
        for (KeyData.Kde kde : KeyData.kdes(plain)) {
            if (!kde.oui().equals(IEEE)) {
                continue;
            }
            Optional<Key> key = key(kde);
            switch (kde.type()) {
                case GTK -> keys = new GroupKeys(key, keys.igtk(), keys.bigtk());
                case IGTK -> keys = new GroupKeys(keys.gtk(), key, keys.bigtk());
                case BIGTK -> keys = new GroupKeys(keys.gtk(), keys.igtk(), key);
                default -> {
                    continue;
                }
            }
            if (key.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(keys);
    }

    private static Optional<Key> key(KeyData.Kde kde) {
        BytesReader in = new BytesReader(Bytes.wrap(kde.data().expose()));
        int id = in.u8();
        long number = 0;
        if (kde.type() == GTK) {
            id &= 3;
            in.u8();
        } else {
            id |= in.u8() << 8;
            number = in.u16();
            number |= in.u32() << 16;
        }
        List<Integer> ids = switch (kde.type()) {
            case GTK -> List.of(1, 2);
            case IGTK -> List.of(4, 5);
            default -> List.of(6, 7);
        };
        int length = in.remaining();
        return !in.failed() && ids.contains(id) && (length == 16 || length == 32)
                ? Optional.of(new Key(id, number, Secret.of(in.rest()))) : Optional.empty();
    }

    /** Forgets the keys. */
    public void destroy() {
        for (Optional<Key> key : List.of(gtk, igtk, bigtk)) {
            key.ifPresent(one -> one.octets().destroy());
        }
    }
}
