package dev.lanyard.wire.nan.tshark;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.nan.Nan;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** The fields that tshark 4.0 shows of information elements, from our JSON of them. */
final class ElementFields {

    private ElementFields() {}

    /** Elements of a beacon or authentication frame; {@code attribute} shows one NAN attribute. */
    static void list(JsonNode elements, OurFields out) {
        elements.required("entries").forEach(element -> {
            int id = element.required("id").asInt();
            out.number("wlan.tag.number", id);
            if (id == Element.EXTENSION) {
                out.number("wlan.ext_tag.length", element.required("length").asInt() - 1);
            } else {
                out.number("wlan.tag.length", element, "length");
            }
            body(element, out);
        });
    }

    /** What follows id and length. */
    static void body(JsonNode e, OurFields out) {
        switch (e.required("kind").asString()) {
            case "rsn-element" -> rsn(e, out);
            case "rsn-extension-element" -> {
                int octet = Bytes.hex(e.required("bitmap").asString()).u8(0);
                out.number("wlan.rsnx", octet).masked(octet, "wlan.rsnx.length",
                        "wlan.rsnx.protected_twt_operations_support", "wlan.rsnx.sae_hash_to_element",
                        "wlan.rsnx.reserved");
            }
            case "pasn-parameters-element" -> {
                int control = e.required("control").asInt();
                String key = e.has("publicKey") ? e.get("publicKey").asString() : "";
                out.number("wlan.ext_tag.number", Element.EXTENSION_PASN_PARAMETERS)
                        .number("wlan.etag.pasn_params.control", control)
                        .number("wlan.etag.pasn_params.comeback_info_present", control & 1)
                        .number("wlan.etag.pasn_params.group_and_key_present", control >> 1 & 1)
                        .number("wlan.etag.pasn_parameters.reserved", control >> 2)
                        .number("wlan.etag.pasn_parameters.wrapped_data_format", e, "wrappedDataFormat");
                if (e.has("group")) {
                    out.number("wlan.etag.pasn_parameters.finite_cyclic_group_id", e, "group")
                            .number("wlan.etag.pasn_parameters.ephemeral_public_key_len", key.length() / 2)
                            .text("wlan.etag.pasn_parameters.ephemeral_public_key", key);
                }
            }
            case "wrapped-data-element" -> wrapped(e, out);
            case "mic-element" -> out.text("wlan.mesh.mic", e, "mic");
            case "vendor-element" -> {
                // The attributes that follow are those of the frame; tshark shows them in the same place.
                out.number("wlan.tag.oui", e, "oui").number("wlan.tag.vendor.oui.type", Nan.TYPE_DISCOVERY);
            }
            case "ht-capabilities-element" -> ht(e, out);
            case "vht-capabilities-element" -> vht(e, out);
            case "he-capabilities-element" -> HeFields.add(e, out);
            default -> throw new IllegalArgumentException("no fields are known of " + e);
        }
    }

    private static void rsn(JsonNode e, OurFields out) {
        BiConsumer<String, JsonNode> suite = (name, node) -> {
            String[] parts = node.asString().split(":");
            long oui = Long.parseLong(parts[0].replace("-", ""), 16);
            long type = Long.parseLong(parts[1]);
            out.number(name, oui << 8 | type).number(name + ".oui", oui).number(name + ".type", type);
        };
        long capabilities = e.required("capabilities").asLong();
        out.number("wlan.rsn.version", e, "version");
        suite.accept("wlan.rsn.gcs", e.required("groupData"));
        out.number("wlan.rsn.pcs.count", e.required("pairwise").size());
        e.required("pairwise").forEach(one -> suite.accept("wlan.rsn.pcs", one));
        out.number("wlan.rsn.akms.count", e.required("akms").size());
        e.required("akms").forEach(one -> suite.accept("wlan.rsn.akms", one));
        String bits = "wlan.rsn.capabilities";
        out.number(bits, capabilities).masked(capabilities, bits + ".preauth", bits + ".no_pairwise",
                bits + ".ptksa_replay_counter", bits + ".gtksa_replay_counter", bits + ".jmr", bits + ".peerkey",
                bits + ".extended_key_id_iaf")
                .flag(bits + ".mfpr", e.required("managementFrameProtectionRequired").asBoolean())
                .flag(bits + ".mfpc", e.required("managementFrameProtectionCapable").asBoolean());
        out.number("wlan.rsn.pmkid.count", e.has("pmkids") ? e.get("pmkids").size() : 0);
        if (e.has("pmkids")) {
            e.get("pmkids").forEach(one -> out.text("wlan.pmkid.akms", one.asString()));
        }
        suite.accept("wlan.rsn.gmcs", e.required("groupManagement"));
        if (!e.required("groupManagement").asString().equals(Suite.NO_GROUP_TRAFFIC.toString())) {
            throw new IllegalArgumentException("dialogues have no group traffic: " + e);
        }
    }

    private static void wrapped(JsonNode e, OurFields out) {
        out.number("wlan.ext_tag.number", Element.EXTENSION_WRAPPED_DATA);
        JsonNode frames = e.required("authentications");
        for (int i = 0; i < frames.size(); i++) {
            JsonNode frame = frames.get(i);
            JsonNode sae = frame.required("sae");
            boolean commit = sae.required("kind").asString().equals("commit");
            if (frames.size() > 1) {
                String fields = commit ? sae.required("scalar").asString() + sae.required("element").asString()
                        : sae.required("confirm").asString();
                out.number("wlan.pasn_wrapped_data.auth_frame_" + (i + 1) + "_len", 6 + 2 + fields.length() / 2);
            }
            out.number("wlan.fixed.auth.alg", frame, "algorithm").number("wlan.fixed.auth_seq", frame, "transaction")
                    .number("wlan.fixed.status_code", frame, "status")
                    .number("wlan.fixed.sae_message_type", frame, "transaction");
            if (commit) {
                out.number("wlan.fixed.finite_cyclic_group", sae, "group").text("wlan.fixed.scalar", sae, "scalar")
                        .text("wlan.fixed.finite_field_element", sae, "element");
            } else {
                out.number("wlan.fixed.send_confirm", sae, "sendConfirm").text("wlan.fixed.confirm", sae, "confirm");
            }
        }
    }

    private static void ht(JsonNode e, OurFields out) {
        out.allMasked("wlan.ht.capabilities", e.required("capabilities").asLong())
                .allMasked("wlan.ht.ampduparam", e.required("ampduParameters").asLong())
                .allMasked("wlan.htex.capabilities", e.required("extendedCapabilities").asLong())
                .allMasked("wlan.txbf", e.required("beamforming").asLong())
                .allMasked("wlan.asel", e.required("antennaSelection").asLong());
        Bytes set = Bytes.hex(e.required("mcsSet").asString());
        String name = "wlan.ht.mcsset.";
        out.masked(set.u32le(0), name + "rxbitmask.0to7", name + "rxbitmask.8to15", name + "rxbitmask.16to23",
                        name + "rxbitmask.24to31")
                .masked(set.u32le(4), name + "rxbitmask.32", name + "rxbitmask.33to38", name + "rxbitmask.39to52")
                .masked(set.u32le(6), name + "rxbitmask.53to76").masked(set.u16le(10), name + "highestdatarate")
                .masked(set.u16le(12), name + "txsetdefined", name + "txrxmcsnotequal", name + "txmaxss",
                        name + "txunequalmod");
    }

    private static void vht(JsonNode e, OurFields out) {
        int receive = e.required("receiveRate").asInt();
        int transmit = e.required("transmitRate").asInt();
        String name = "wlan.vht.mcsset.";
        out.allMasked("wlan.vht.capabilities", e.required("capabilities").asLong())
                .allMasked(name + "rxmcsmap", e.required("receiveMap").asLong())
                .allMasked(name + "txmcsmap", e.required("transmitMap").asLong())
                .masked(receive, name + "rxhighestlonggirate", name + "max_nsts_total")
                .masked(transmit, name + "txhighestlonggirate", "wlan.vht.ncsset.ext_nss_bw_cap",
                        "wlan.vht.ncsset.reserved");
    }
}
