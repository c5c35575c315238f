package dev.lanyard.wire.nan.tshark;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.AttributeId;
import tools.jackson.databind.JsonNode;

/** The fields that tshark 4.0 shows of attributes of release 1, from our JSON of them. */
final class LegacyFields {

    private LegacyFields() {}

    static void add(JsonNode a, int id, OurFields out) {
        switch (id) {
            case AttributeId.CONNECTION_CAPABILITY -> {
                long bitmap = a.required("bitmap").asLong();
                String[] names = {"wifi_direct", "p2ps", "tdls", "wlan_infra", "ibss", "mesh"};
                out.number("nan.connection_cap.bitmap", bitmap);
                for (int bit = 0; bit < names.length; bit++) {
                    out.number("nan.connection_cap." + names[bit], bitmap >> bit & 1);
                }
            }
            case AttributeId.WLAN_INFRASTRUCTURE -> {
                bssid(a, "bssid", out).text("nan.mac_address", a, "address");
                intervals(a.required("intervals"), out).number("nan.wlan_infra.device_role", a, "deviceRole");
            }
            case AttributeId.P2P_OPERATION -> {
                role(a, out).text("nan.mac_address", a, "address");
                intervals(a.required("intervals"), out);
            }
            case AttributeId.IBSS -> {
                bssid(a, "bssid", out).text("nan.mac_address", a, "address");
                intervals(a.required("intervals"), out);
            }
            case AttributeId.MESH -> {
                out.text("nan.mac_address", a, "address");
                intervals(a.required("intervals"), out).text("nan.mesh.id", a, "meshId");
            }
            case AttributeId.FURTHER_SERVICE_DISCOVERY -> intervals(a.required("intervals"), out);
            case AttributeId.FURTHER_AVAILABILITY_MAP -> {
                out.number("nan.furth.av.map.id", a, "mapId");
                a.required("entries").forEach(entry -> out
                        .number("nan.further_av_map.entry.ctrl", entry, "control")
                        .number("nan.further_av_map.entry.av_interval_duration", entry.required("control").asInt() & 3)
                        .number("nan.further_av_map.entry.op_class", entry, "operatingClass")
                        .number("nan.further_av_map.entry.channel_number", entry, "channel")
                        .text("nan.availability_intervals_bitmap", entry, "bitmap"));
            }
            case AttributeId.COUNTRY_CODE -> out.text("nan.country_code",
                    new String(Bytes.hex(a.required("code").asString()).toArray(),
                            java.nio.charset.StandardCharsets.US_ASCII));
            case AttributeId.RANGING -> {
                out.text("nan.mac_address", a, "address").number("nan.ranging.protocol", a, "protocol");
                intervals(a, out);
            }
            case AttributeId.CLUSTER_DISCOVERY -> bssid(a, "clusterId", "nan.cluster_disc.id", out)
                    .number("nan.cluster_disc.time_offset", a, "timeOffset")
                    .number("nan.cluster_disc.anchor_master_rank", a.required("anchorMasterRank"), "value");
            case AttributeId.EXTENDED_WLAN_INFRASTRUCTURE -> {
                bssid(a, "bssid", out).text("nan.mac_address", a, "address")
                        .number("nan.wlan_infra.device_role", a, "deviceRole");
                channel(a, out);
            }
            case AttributeId.EXTENDED_P2P_OPERATION -> {
                role(a, out).text("nan.mac_address", a, "address");
                channel(a, out);
            }
            case AttributeId.EXTENDED_IBSS -> {
                bssid(a, "bssid", out).text("nan.mac_address", a, "address");
                channel(a, out);
            }
            case AttributeId.EXTENDED_MESH -> {
                out.text("nan.mac_address", a, "address").text("nan.mesh.id", a, "meshId");
                channel(a, out);
            }
            // tshark 4.0 knows no later ids; their octets were compared by it as far as type and length go.
            default -> { }
        }
    }

    private static OurFields bssid(JsonNode a, String key, OurFields out) {
        return bssid(a, key, "nan.bss_id", out);
    }

    /** tshark shows these addresses as an integer of 48 bits whose first octet is the lowest. */
    private static OurFields bssid(JsonNode a, String key, String name, OurFields out) {
        long value = Long.parseLong(a.required(key).asString().replace(":", ""), 16);
        return out.number(name, Long.reverseBytes(value) >>> 16);
    }

    private static OurFields role(JsonNode a, OurFields out) {
        int role = a.required("deviceRole").asInt();
        return out.number("nan.p2p.device_role", role).number("nan.p2p.device", role & 1)
                .number("nan.p2p.group_owner", role >> 1 & 1).number("nan.p2p.client", role >> 2 & 1);
    }

    private static OurFields intervals(JsonNode i, OurFields out) {
        int control = i.required("mapControl").asInt();
        return out.number("nan.map_ctrl", control).number("nan.map_ctrl.map_id", control & 0xF)
                .number("nan.map_ctrl.interval_duration", control >> 4 & 3)
                .number("nan.map_ctrl.repeat", control >> 6 & 1)
                .text("nan.availability_intervals_bitmap", i, "bitmap");
    }

    private static void channel(JsonNode a, OurFields out) {
        JsonNode c = a.required("channel");
        out.number("nan.non_op_channel.global_op_class", c, "operatingClass")
                .number("nan.non_op_channel.channel", c, "channel")
                .number("nan.non_op_channel.center_freq", c, "centreFrequency")
                .number("nan.non_beacon.tbtt_offset", c, "tbttOffset")
                .number("nan.non_beacon.interval", c, "beaconInterval");
    }
}
