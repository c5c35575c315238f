package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * RSNE, element 48 (§9.4.2.24): version 2 LE, then as far as the sender goes: group data cipher 4, pairwise count 2 LE
 * and suites, AKM count 2 LE and suites, RSN capabilities 2 LE, PMKID count 2 LE and PMKIDs of 16, group management
 * cipher 4.
 *
 * @param pairwise     absent where the element ends before their count
 * @param capabilities b6 MFPR, b7 MFPC
 */
public record RsnElement(int version, Optional<Suite> groupData, Optional<List<Suite>> pairwise,
                         Optional<List<Suite>> akms, OptionalInt capabilities, Optional<List<Bytes>> pmkids,
                         Optional<Suite> groupManagement) implements Element {

    /** Management frame protection required: b6 of the capabilities. */
    public static final int MFPR = 0x0040;
    /** Management frame protection capable: b7 of the capabilities. */
    public static final int MFPC = 0x0080;

    private static final int PMKID = 16;

    public RsnElement {
        pairwise = pairwise.map(List::copyOf);
        akms = akms.map(List::copyOf);
        pmkids = pmkids.map(List::copyOf);
    }

    /** An element with all of its fields. */
    public RsnElement(Suite groupData, List<Suite> pairwise, List<Suite> akms, int capabilities, List<Bytes> pmkids,
                      Suite groupManagement) {
        this(1, Optional.of(groupData), Optional.of(pairwise), Optional.of(akms), OptionalInt.of(capabilities),
                Optional.of(pmkids), Optional.of(groupManagement));
    }

    static RsnElement read(BytesReader in) {
        int version = in.u16();
        Optional<Suite> groupData = in.more() ? Optional.of(Suite.read(in)) : Optional.empty();
        Optional<List<Suite>> pairwise = in.more() ? Optional.of(suites(in)) : Optional.empty();
        Optional<List<Suite>> akms = in.more() ? Optional.of(suites(in)) : Optional.empty();
        OptionalInt capabilities = in.more() ? OptionalInt.of(in.u16()) : OptionalInt.empty();
        Optional<List<Bytes>> pmkids = in.more() ? Optional.of(pmkids(in)) : Optional.empty();
        Optional<Suite> groupManagement = in.more() ? Optional.of(Suite.read(in)) : Optional.empty();
        return new RsnElement(version, groupData, pairwise, akms, capabilities, pmkids, groupManagement);
    }

    private static List<Suite> suites(BytesReader in) {
        List<Suite> suites = new ArrayList<>();
        for (int left = in.u16(); left > 0 && !in.failed(); left--) {
            suites.add(Suite.read(in));
        }
        return suites;
    }

    private static List<Bytes> pmkids(BytesReader in) {
        List<Bytes> pmkids = new ArrayList<>();
        for (int left = in.u16(); left > 0 && !in.failed(); left--) {
            pmkids.add(in.bytes(PMKID));
        }
        return pmkids;
    }

    @Override
    public int id() {
        return RSN;
    }

    public boolean managementFrameProtectionRequired() {
        return (capabilities.orElse(0) & MFPR) != 0;
    }

    public boolean managementFrameProtectionCapable() {
        return (capabilities.orElse(0) & MFPC) != 0;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u16(version);
        groupData.ifPresent(suite -> suite.write(out));
        pairwise.ifPresent(suites -> write(out, suites));
        akms.ifPresent(suites -> write(out, suites));
        capabilities.ifPresent(out::u16);
        pmkids.ifPresent(all -> {
            out.u16(all.size());
            all.forEach(out::bytes);
        });
        groupManagement.ifPresent(suite -> suite.write(out));
        return out.toBytes();
    }

    private static void write(BytesWriter out, List<Suite> suites) {
        out.u16(suites.size());
        suites.forEach(suite -> suite.write(out));
    }
}
