package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/**
 * Device Capability, 0x0F: map id 1, committed discovery windows 2, supported bands 1, operation mode 1, antennas 1,
 * maximum channel switch time 2, capabilities 1.
 *
 * @param mapId                b0 applies to one map only, b1–4 that map's id
 * @param committedDw          b0–2 2.4 GHz and b3–5 5 GHz: awake every 2^(n-1) discovery windows, 0 never; b6–9 and
 *                             b10–13 overrides of the two
 * @param supportedBands       b1 below 1 GHz, b2 2.4 GHz, b4 5 GHz, b7 6 GHz
 * @param operationMode        b0 VHT, b1 80+80 MHz, b2 160 MHz, b4 HE
 * @param antennas             b0–3 transmitting, b4–7 receiving
 * @param maxChannelSwitchTime in microseconds
 * @param capabilities         b0 DFS master, b1 extended key id, b2 simultaneous NDP reception, b3 NDPE, b4 S3
 */
public record DeviceCapability(int mapId, int committedDw, int supportedBands, int operationMode, int antennas,
                               int maxChannelSwitchTime, int capabilities)
        implements NanAttribute {

    public static final int BAND_SUB_1GHZ = 0x02;
    public static final int BAND_2_4GHZ = 0x04;
    public static final int BAND_5GHZ = 0x10;
    public static final int BAND_6GHZ = 0x80;

    public static final int DFS_MASTER = 0x01;
    public static final int EXTENDED_KEY_ID = 0x02;
    public static final int SIMULTANEOUS_NDP = 0x04;
    public static final int NDPE = 0x08;
    public static final int S3 = 0x10;

    static DeviceCapability read(BytesReader in) {
        return new DeviceCapability(in.u8(), in.u16(), in.u8(), in.u8(), in.u8(), in.u16(), in.u8());
    }

    /** Awake in every n-th discovery window of 2.4 GHz; 0 never. */
    public int dwInterval24() {
        return interval(committedDw & 7);
    }

    /** Awake in every n-th discovery window of 5 GHz; 0 never. */
    public int dwInterval5() {
        return interval(committedDw >> 3 & 7);
    }

    private static int interval(int field) {
        return field == 0 ? 0 : 1 << field - 1;
    }

    public boolean supportsNdpe() {
        return (capabilities & NDPE) != 0;
    }

    @Override
    public int id() {
        return AttributeId.DEVICE_CAPABILITY;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u8(mapId).u16(committedDw).u8(supportedBands).u8(operationMode).u8(antennas)
                .u16(maxChannelSwitchTime).u8(capabilities).toBytes();
    }
}
