package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Cipher Suite Information (CSIA), 0x22: capabilities 1, then per suite: cipher suite id 1, publish id 1.
 *
 * @param capabilities b0 16 ND-TKSA replay counters, b1–2 group keys (0 none, 1 GTK and IGTK, 2 BIGTK too), b3 16 GTKSA
 *                     replay counters, b4 IGTK and BIGTK with BIP-GMAC-256
 */
public record CipherSuiteInfo(int capabilities, List<CipherSuiteInfo.Suite> suites) implements NanAttribute {

    public static final int SK_CCM_128 = 1;
    public static final int SK_GCM_256 = 2;
    /** Of earlier releases. */
    public static final int PK_2WDH_128 = 3;
    /** Of earlier releases. */
    public static final int PK_2WDH_256 = 4;
    public static final int GTK_CCMP_128 = 5;
    public static final int GTK_GCMP_256 = 6;
    public static final int PK_PASN_128 = 7;
    public static final int PK_PASN_256 = 8;

    /** Capabilities b1–2: 0 no group keys, 1 GTK and IGTK, 2 BIGTK too. */
    public static final int GROUP_KEYS = 0x06;

    /**
     * A suite that a service offers.
     *
     * @param id        a CSID
     * @param publishId the service's instance id
     */
    public record Suite(int id, int publishId) {}

    public CipherSuiteInfo {
        suites = List.copyOf(suites);
    }

    /** Suites of one service. */
    public static CipherSuiteInfo of(int capabilities, int publishId, int... ids) {
        List<Suite> suites = new ArrayList<>();
        for (int id : ids) {
            suites.add(new Suite(id, publishId));
        }
        return new CipherSuiteInfo(capabilities, suites);
    }

    static CipherSuiteInfo read(BytesReader in) {
        int capabilities = in.u8();
        List<Suite> suites = new ArrayList<>();
        while (in.remaining() >= 2) {
            suites.add(new Suite(in.u8(), in.u8()));
        }
        return new CipherSuiteInfo(capabilities, suites);
    }

    /** 0 none, 1 GTK and IGTK, 2 GTK, IGTK and BIGTK. */
    public int groupKeySupport() {
        return capabilities >> 1 & 3;
    }

    @Override
    public int id() {
        return AttributeId.CIPHER_SUITE_INFO;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(capabilities);
        suites.forEach(suite -> out.u8(suite.id()).u8(suite.publishId()));
        return out.toBytes();
    }
}
