package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.datapath.GroupKeys;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.GroupIntegrity;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import dev.lanyard.wire.nan.security.Secret;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys for this device's frames to groups: a GTK for each cipher suite of data paths (key id 1 with CCMP-128, 2 with
 * GCMP-256), and an IGTK (key id 4, BIP-CMAC-128). The other ends of secured data paths get them in message 3 or 4 where
 * they announce that they take group keys.
 *
 * <p>Who has once had a key can read all that is sent under it. So the keys end with the last data path, and the next one
 * begins with new ones; a device that leaves while others stay keeps reading (a new key for those who stay would need a
 * Key Installment of its own; not built).
 */
final class OwnGroupKeys {

    private static final int IGTK_ID = 4;
    private static final int IGTK_LENGTH = 16;

    private final Station station;
    private final Map<CipherSuite, Group> groups = new EnumMap<>(CipherSuite.class);
    private Optional<Secret> igtk = Optional.empty();
    private Optional<GroupIntegrity> integrity = Optional.empty();

    private record Group(GroupKeys.Key key, ProtectedFrames frames) {}

    OwnGroupKeys(Station station) {
        this.station = station;
    }

    /** What goes to the other end of a data path of {@code suite}, 1 or 2. */
    GroupKeys offer(CipherSuite suite) {
        if (station.seam.breaks("NAN-SEC-09")) {
            return GroupKeys.NONE;
        }
        Secret own = igtk.orElseGet(() -> {
            Secret made = Secret.of(station.draw(IGTK_LENGTH));
            igtk = Optional.of(made);
            integrity = Optional.of(GroupIntegrity.of(made, IGTK_ID, 0));
            return made;
        });
        return new GroupKeys(Optional.of(group(suite).key()), Optional.of(new GroupKeys.Key(IGTK_ID, 0, own)),
                Optional.empty());
    }

    private Group group(CipherSuite suite) {
        return groups.computeIfAbsent(suite, one -> {
            Secret gtk = Secret.of(station.draw(one.tkLength()));
            station.keys.keep(KeySink.Kind.TK, gtk);
            int id = one == CipherSuite.NCS_SK_128 ? 1 : 2;
            return new Group(new GroupKeys.Key(id, 0, gtk), ProtectedFrames.ofGroup(gtk, id));
        });
    }

    /** Data frames to groups of those with a data path of {@code suite}. */
    ProtectedFrames frames(CipherSuite suite) {
        return group(suite).frames();
    }

    /** Management frames to groups; empty while nobody has the key for them. */
    Optional<GroupIntegrity> integrity() {
        return integrity;
    }

    /** Nobody has a data path any more. */
    void forget() {
        groups.clear();
        igtk = Optional.empty();
        integrity = Optional.empty();
    }
}
