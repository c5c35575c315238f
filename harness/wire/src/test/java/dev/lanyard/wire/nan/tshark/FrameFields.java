package dev.lanyard.wire.nan.tshark;

import dev.lanyard.wire.ieee80211.Radiotap;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The fields that tshark 4.0 shows of a captured frame, from our JSON of it. */
final class FrameFields {

    private FrameFields() {}

    static void add(Radiotap radiotap, JsonNode frame, OurFields out) {
        radiotap(radiotap, out);
        header(frame.required("header"), frame, out);
        switch (frame.required("frame").asString()) {
            case "nan-beacon" -> {
                JsonNode body = frame.required("body");
                long capability = body.required("capability").asLong();
                out.number("wlan.fixed.timestamp", body, "timestamp").number("wlan.fixed.beacon", body,
                        "beaconInterval").allMasked("wlan.fixed.capabilities", capability);
                ElementFields.list(body.required("elements"), out);
            }
            case "service-discovery-frame", "nan-action-frame" -> {
                JsonNode body = frame.required("body");
                String content = body.required("content").asString();
                out.number("wlan.fixed.category_code", body, "category").number("wlan.fixed.publicact", body, "action")
                        .number("wlan.tag.oui", Long.parseLong(content.substring(0, 6), 16))
                        .number("wlan.tag.oui.wfa_subtype", Long.parseLong(content.substring(6, 8), 16))
                        .optionalNumber("nan.action.subtype", frame, "subtype");
            }
            case "pasn-frame" -> {
                JsonNode body = frame.required("body");
                out.number("wlan.fixed.auth.alg", body, "algorithm")
                        .number("wlan.fixed.auth_seq", body, "transaction")
                        .number("wlan.fixed.status_code", body, "status");
                ElementFields.list(body.required("elements"), out);
            }
            case "management" -> security(frame.required("body").required("security"), out);
            case "data" -> {
                int qos = frame.required("qosControl").asInt();
                out.number("wlan.qos", qos).number("wlan.qos.tid", qos & 0xF).number("wlan.qos.priority", qos & 7)
                        .number("wlan.qos.bit4", qos >> 4 & 1).number("wlan.qos.ack", qos >> 5 & 3)
                        .number("wlan.qos.amsdupresent", qos >> 7 & 1).number("wlan.qos.txop_dur_req", qos >> 8);
                if (frame.has("security")) {
                    security(frame.get("security"), out);
                }
            }
            default -> throw new IllegalArgumentException("no fields are known of " + frame);
        }
        if (frame.has("attributes")) {
            frame.get("attributes").forEach(attribute -> AttributeFields.add(attribute, out));
        }
    }

    private static void radiotap(Radiotap header, OurFields out) {
        long present = header.octets().u32le(4);
        out.number("radiotap.version", header.octets().u8(0)).number("radiotap.pad", header.octets().u8(1))
                .number("radiotap.length", header.length()).number("radiotap.present.word", present)
                .number("radiotap.mactime", header.tsft().orElseThrow())
                .allMasked("radiotap.flags", header.flags())
                .number("radiotap.channel.freq", header.frequency().orElseThrow())
                .allMasked("radiotap.channel.flags", header.field(3).orElseThrow().u16le(2))
                .text("radiotap.dbm_antsignal", Integer.toString(header.antennaSignal().orElseThrow()));
        out.presentBits(present);
    }

    private static void header(JsonNode h, JsonNode frame, OurFields out) {
        int control = h.required("frameControl").asInt();
        int flags = control >> 8;
        out.number("wlan.fc.type_subtype", h.required("type").asInt() << 4 | h.required("subtype").asInt())
                .number("wlan.fc", (control & 0xFF) << 8 | flags).number("wlan.fc.version", control & 3)
                .number("wlan.fc.type", h, "type").number("wlan.fc.subtype", h, "subtype")
                .number("wlan.flags", flags).number("wlan.fc.ds", flags & 3)
                .flag("wlan.fc.tods", h.required("toDs").asBoolean())
                .flag("wlan.fc.fromds", h.required("fromDs").asBoolean()).number("wlan.fc.frag", flags >> 2 & 1)
                .flag("wlan.fc.retry", h.required("retry").asBoolean()).number("wlan.fc.pwrmgt", flags >> 4 & 1)
                .number("wlan.fc.moredata", flags >> 5 & 1)
                .flag("wlan.fc.protected", h.required("isProtected").asBoolean())
                .flag("wlan.fc.order", h.required("order").asBoolean()).number("wlan.duration", h, "duration")
                .number("wlan.frag", h, "fragmentNumber").number("wlan.seq", h, "sequenceNumber");
        for (String name : List.of("wlan.ra", "wlan.da", "wlan.addr")) {
            out.text(name, h, "address1");
        }
        for (String name : List.of("wlan.ta", "wlan.sa", "wlan.addr")) {
            out.text(name, h, "address2");
        }
        out.text("wlan.bssid", h, "address3").text("wlan.addr", h, "address3");
    }

    private static void security(JsonNode s, OurFields out) {
        out.number("wlan.ccmp.extiv", s, "packetNumber").number("wlan.wep.key", s, "keyId");
    }
}
