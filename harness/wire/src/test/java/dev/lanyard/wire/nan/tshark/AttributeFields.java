package dev.lanyard.wire.nan.tshark;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.NdpeTlv;
import dev.lanyard.wire.nan.attribute.RangingSetup;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceResponseFilter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The fields that tshark 4.0 shows of an attribute, from our JSON of it. */
final class AttributeFields {

    private AttributeFields() {}

    static void add(JsonNode a, OurFields out) {
        int id = a.required("id").asInt();
        out.number("nan.attribute.type", id).number("nan.attribute.len", a, "length");
        switch (id) {
            case AttributeId.MASTER_INDICATION -> out.number("nan.master_indication.preference", a,
                    "masterPreference").number("nan.master_indication.random_factor", a, "randomFactor");
            // tshark shows rank and time with the first octet highest, though both are sent with the first lowest.
            case AttributeId.CLUSTER -> out.number("nan.cluster.anchor_master_rank",
                    Long.reverseBytes(a.required("anchorMasterRank").required("value").asLong()))
                    .number("nan.cluster.hop_count", a, "hopCount")
                    .number("nan.cluster.beacon_transmission_time", Integer.toUnsignedLong(
                            Integer.reverseBytes((int) a.required("beaconTransmissionTime").asLong())));
            case AttributeId.SERVICE_ID_LIST, AttributeId.SUBSCRIBE_SERVICE_ID_LIST ->
                    a.required("services").forEach(one -> out.text("nan.service_id", one.asString()));
            case AttributeId.SERVICE_DESCRIPTOR -> descriptor(a, out);
            case AttributeId.SERVICE_DESCRIPTOR_EXTENSION -> extension(a, out);
            case AttributeId.DEVICE_CAPABILITY -> capability(a, out);
            case AttributeId.AVAILABILITY -> ScheduleFields.availability(a, out);
            case AttributeId.NDC -> ScheduleFields.ndc(a, out);
            case AttributeId.UNALIGNED_SCHEDULE -> ScheduleFields.unaligned(a, out);
            case AttributeId.PUBLIC_AVAILABILITY -> ScheduleFields.entries(a, "entries", out);
            case AttributeId.NDP, AttributeId.NDP_EXTENSION -> dataPath(a, id, out);
            case AttributeId.NDL -> ndl(a, out);
            case AttributeId.NDL_QOS -> out.number("nan.ndl_qos.min_time_slots", a, "minTimeSlots")
                    .number("nan.ndl_qos.max_latency", a, "maxLatency");
            case AttributeId.RANGING_INFORMATION -> {
                String name = "nan.ranging_info.location_info_availability";
                long bits = a.required("availability").asLong();
                out.number(name, bits).flag(name + ".local_coord", (bits & 1) != 0)
                        .flag(name + ".geospatial", (bits & 2) != 0)
                        .flag(name + ".civic_location", (bits & 4) != 0)
                        .flag(name + ".last_movement_indication", (bits & 8) != 0)
                        .optionalNumber("nan.ranging_info.last_movement_indication", a, "lastMovement");
            }
            case AttributeId.RANGING_SETUP -> rangingSetup(a, out);
            case AttributeId.FTM_RANGE_REPORT -> out.text("nan.ftm.range_report", a, "report");
            case AttributeId.ELEMENT_CONTAINER -> {
                mapApplies(a, out);
                a.required("elements").required("entries").forEach(element -> {
                    out.number("nan.container.element.id", element, "id")
                            .number("nan.container.element.len", element, "length");
                    ElementFields.body(element, out);
                });
            }
            case AttributeId.CIPHER_SUITE_INFO -> {
                out.number("nan.cipher_suite.capabilities", a, "capabilities");
                a.required("suites").forEach(suite -> out.number("nan.cipher_suite.id", suite, "id")
                        .number("nan.publish_id", suite, "publishId"));
            }
            case AttributeId.SECURITY_CONTEXT_INFO -> a.required("identifiers").forEach(one ->
                    out.number("nan.security_context.identifier_len", one.required("octets").asString().length() / 2)
                            .number("nan.security_context.identifier_type", one, "type")
                            .number("nan.publish_id", one, "publishId")
                            .text("nan.security_context.identifier", one, "octets"));
            case AttributeId.SHARED_KEY_DESCRIPTOR -> out.number("nan.publish_id", a, "publishId")
                    .text("nan.shared_key.rsna_key_descriptor", keyDescriptor(a.required("descriptor")));
            case AttributeId.VENDOR_SPECIFIC -> {
                String content = a.required("content").asString();
                out.number("wlan.tag.oui", a, "oui").text("wlan.tag.vendor.oui.type", "0x" + content.substring(0, 2))
                        .text("wlan.tag.vendor.data", content);
            }
            default -> LegacyFields.add(a, id, out);
        }
    }

    private static String keyDescriptor(JsonNode d) {
        return "%02x%04x%04x%016x%s%s%s%s%s".formatted(d.required("type").asInt(),
                d.required("keyInformation").asInt(), d.required("keyLength").asInt(),
                d.required("replayCounter").asLong(), d.required("nonce").asString(), d.required("iv").asString(),
                d.required("rsc").asString(), d.required("reserved").asString(), d.required("mic").asString())
                + (d.has("keyData") ? "%04x%s".formatted(d.get("keyData").asString().length() / 2,
                        d.get("keyData").asString()) : "0000");
    }

    private static void descriptor(JsonNode a, OurFields out) {
        int control = a.required("control").asInt();
        out.text("nan.service_id", a, "serviceId").number("nan.instance_id", a, "instanceId")
                .number("nan.sda.requestor_instance_id", a, "requestorInstanceId").number("nan.sda.sc", control)
                .number("nan.sda.sc.type", ServiceDescriptor.Type.valueOf(a.required("type").asString()
                        .replace('-', '_').toUpperCase(java.util.Locale.ROOT)).ordinal())
                .flag("nan.sda.sc.matching_filter", (control & ServiceDescriptor.MATCHING_FILTER_PRESENT) != 0)
                .flag("nan.sda.sc.service_response",
                        (control & ServiceDescriptor.SERVICE_RESPONSE_FILTER_PRESENT) != 0)
                .flag("nan.sda.sc.service_info", (control & ServiceDescriptor.SERVICE_INFO_PRESENT) != 0)
                .flag("nan.sda.sc.discovery_range", (control & ServiceDescriptor.DISCOVERY_RANGE_LIMITED) != 0)
                .flag("nan.sda.sc.binding_bitmap", (control & ServiceDescriptor.BINDING_BITMAP_PRESENT) != 0)
                .optionalNumber("nan.sda.binding_bitmap", a, "bindingBitmap");
        if (a.has("matchingFilter")) {
            int length = 0;
            for (JsonNode value : a.get("matchingFilter").required("values")) {
                length += 1 + value.asString().length() / 2;
                out.text("nan.sda.matching_filter_val", value.asString());
            }
            out.number("nan.sda.matching_filter_len", length);
        }
        if (a.has("serviceResponseFilter")) {
            JsonNode filter = a.get("serviceResponseFilter");
            int bits = filter.required("control").asInt();
            String set = filter.required("addressSet").asString();
            out.number("nan.sda.service_response_filter_len", 1 + set.length() / 2).number("nan.sda.srf_ctr", bits)
                    .flag("nan.sda.srf_type", (bits & ServiceResponseFilter.BLOOM_FILTER) != 0)
                    .flag("nan.sda.srf_include", filter.required("include").asBoolean())
                    .number("nan.sda.srf_bloom_filter_index", filter, "bloomFilterIndex")
                    .text("nan.sda.srf_address_set", set);
        }
        if (a.has("serviceInfo")) {
            out.number("nan.sda.service_info_len", a.get("serviceInfo").asString().length() / 2)
                    .text("nan.sda.service_info", a, "serviceInfo");
        }
    }

    private static void extension(JsonNode a, OurFields out) {
        int control = a.required("control").asInt();
        out.number("nan.instance_id", a, "instanceId").number("nan.sdea.ctr", control)
                .flag("nan.sdea.ctr_fsd", (control & ServiceDescriptorExtension.FSD_REQUIRED) != 0)
                .flag("nan.sdea.ctr_fsd_w_gas", (control & ServiceDescriptorExtension.FSD_WITH_GAS) != 0)
                .flag("nan.sdea.ctr_data_path", a.required("dataPathRequired").asBoolean())
                .flag("nan.sdea.ctr_data_path_type", (control & ServiceDescriptorExtension.DATA_PATH_TYPE) != 0)
                .flag("nan.sdea.ctr_reserved_multicast_type",
                        (control & ServiceDescriptorExtension.MULTICAST_TYPE) != 0)
                .flag("nan.sdea.ctr_qos", (control & ServiceDescriptorExtension.QOS_REQUIRED) != 0)
                .flag("nan.sdea.ctr_security", a.required("securityRequired").asBoolean())
                .flag("nan.sdea.ctr_ranging", (control & ServiceDescriptorExtension.RANGING_REQUIRED) != 0)
                .flag("nan.sdea.ctr_range_limit", (control & ServiceDescriptorExtension.RANGE_LIMIT_PRESENT) != 0)
                .flag("nan.sdea.ctr_service_update_indicator",
                        (control & ServiceDescriptorExtension.SERVICE_UPDATE_INDICATOR_PRESENT) != 0);
        if (a.has("rangeLimit")) {
            out.number("nan.sdea.range_limit_ingress", a.get("rangeLimit"), "ingress")
                    .number("nan.sdea.range_limit_egress", a.get("rangeLimit"), "egress");
        }
        out.optionalNumber("nan.sdea.service_update_indicator", a, "serviceUpdateIndicator");
        if (a.has("serviceInfo")) {
            JsonNode info = a.get("serviceInfo");
            String octets = info.has("info") ? info.get("info").asString() : "";
            out.number("nan.sdea.service_info_len", 4 + octets.length() / 2)
                    .text("nan.oui", "%06x".formatted(info.required("oui").asInt()))
                    .number("nan.sdea.service_info_protocol_type", info, "protocolType")
                    .text("nan.sdea.service_info_specific", octets);
        }
    }

    /** The map id of Device Capability and Element Container. */
    private static void mapApplies(JsonNode a, OurFields out) {
        int map = a.required("mapId").asInt();
        out.number("nan.map_id", map).flag("nan.device_cap.map_id_apply_to", (map & 1) != 0)
                .number("nan.device_cap.map_id_associated_maps", map >> 1 & 0xF);
    }

    private static void capability(JsonNode a, OurFields out) {
        mapApplies(a, out);
        int windows = a.required("committedDw").asInt();
        int bands = a.required("supportedBands").asInt();
        int mode = a.required("operationMode").asInt();
        int antennas = a.required("antennas").asInt();
        int bits = a.required("capabilities").asInt();
        out.number("nan.device_cap.committed_dw_info", windows)
                .number("nan.device_cap.committed_dw_info.24ghz", exponent(a, "dwInterval24"))
                .number("nan.device_cap.committed_dw_info.5ghz", exponent(a, "dwInterval5"))
                .number("nan.device_cap.committed_dw_info.24ghz_overwrite", windows >> 6 & 0xF)
                .number("nan.device_cap.committed_dw_info.5ghz_overwrite", windows >> 10 & 0xF)
                .number("nan.device_cap.supported_bands", bands)
                .flag("nan.device_cap.supported_bands.tv_whitespaces", (bands & 1) != 0)
                .flag("nan.device_cap.supported_bands.sub_1ghz", (bands & DeviceCapability.BAND_SUB_1GHZ) != 0)
                .flag("nan.device_cap.supported_bands.24ghz", (bands & DeviceCapability.BAND_2_4GHZ) != 0)
                .flag("nan.device_cap.supported_bands.reserved_36ghz", (bands & 8) != 0)
                .flag("nan.device_cap.supported_bands.5ghz", (bands & DeviceCapability.BAND_5GHZ) != 0)
                .flag("nan.device_cap.supported_bands.reserved_60ghz", (bands & 32) != 0)
                .number("nan.device_cap.op_mode", mode).flag("nan.device_cap.op_mode.phy", (mode & 1) != 0)
                .flag("nan.device_cap.op_mode.vht8080", (mode & 2) != 0)
                .flag("nan.device_cap.op_mode.vht160", (mode & 4) != 0)
                .flag("nan.device_cap.op_mode.reserved_paging_ndl", (mode & 8) != 0)
                .number("nan.device_cap.antennas", antennas).number("nan.device_cap.antennas.tx", antennas & 0xF)
                .number("nan.device_cap.antennas.rx", antennas >> 4)
                .number("nan.device_cap.max_channel_switch_time", a, "maxChannelSwitchTime")
                .number("nan.device_cap.capabilities", bits)
                .flag("nan.device_cap.capabilities.dfs_master", (bits & DeviceCapability.DFS_MASTER) != 0)
                .flag("nan.device_cap.capabilities.extended_key_id", (bits & DeviceCapability.EXTENDED_KEY_ID) != 0)
                .flag("nan.device_cap.capabilities.simul_ndp_reception",
                        (bits & DeviceCapability.SIMULTANEOUS_NDP) != 0)
                .flag("nan.device_cap.capabilities.ndpe_attr_support", a.required("supportsNdpe").asBoolean());
    }

    private static int exponent(JsonNode a, String key) {
        int interval = a.required(key).asInt();
        return interval == 0 ? 0 : Integer.numberOfTrailingZeros(interval) + 1;
    }

    /** Dialog token, type and status, reason: NDP, NDPE, NDL and Ranging Setup begin so. */
    private static OurFields dialogue(JsonNode a, String type, OurFields out) {
        return out.number("nan.dialog_token", a, "dialogToken").number("nan.type_status", a, "typeAndStatus")
                .number(type, a, "type").number("nan.status", a, "status").number("nan.reason_code", a, "reason");
    }

    private static void dataPath(JsonNode a, int id, OurFields out) {
        int control = a.required("control").asInt();
        dialogue(a, "nan.ndp.type", out).text("nan.ndp.initiator_ndi", a, "initiatorNdi")
                .number("nan.ndp.id", a, "ndpId").number("nan.ndp.ctrl", control)
                .flag("nan.ndp.ctrl.confirm", (control & DataPath.CONFIRM_REQUIRED) != 0)
                .flag("nan.ndp.ctrl.security_pres", a.required("securityPresent").asBoolean())
                .flag("nan.ndp.ctrl.publish_id_pres", (control & DataPath.PUBLISH_ID_PRESENT) != 0)
                .flag("nan.ndp.ctrl.responder_ndi_pres", (control & DataPath.RESPONDER_NDI_PRESENT) != 0)
                .optionalNumber("nan.publish_id", a, "publishId").optionalText("nan.ndp.responder.ndi", a,
                        "responderNdi");
        if (id == AttributeId.NDP) {
            out.flag("nan.ndp.ctrl.specific_info_pres", (control & DataPath.SERVICE_INFO_PRESENT) != 0)
                    .optionalText("nan.ndp.specific_info", a, "serviceInfo");
            return;
        }
        for (JsonNode tlv : a.has("tlvs") ? a.get("tlvs") : List.<JsonNode>of()) {
            String value = tlv.required("value").asString();
            out.number("nan.ndpe.tlv.type", tlv, "type").number("nan.ndpe.tlv.len", value.length() / 2);
            if (tlv.required("type").asInt() == NdpeTlv.INTERFACE_IDENTIFIER) {
                out.text("nan.ndpe.tlv.ipv6_interface_identifier", tlv, "identifier");
            } else {
                JsonNode info = tlv.required("info");
                out.text("nan.oui", "%06x".formatted(info.required("oui").asInt()))
                        .text("nan.vendor_specific.body", Bytes.of(info.required("protocolType").asInt()).toHex()
                                + info.required("info").asString());
            }
        }
    }

    private static void ndl(JsonNode a, OurFields out) {
        int control = a.required("control").asInt();
        dialogue(a, "nan.ndl.type", out).number("nan.ndl.ctrl", control)
                .flag("nan.ndl.ctrl.peer_id", (control & Ndl.PEER_ID_PRESENT) != 0)
                .flag("nan.ndl.ctrl.immutable_schedule_pres", (control & Ndl.IMMUTABLE_SCHEDULE_PRESENT) != 0)
                .flag("nan.ndl.ctrl.ndc_pres", (control & Ndl.NDC_PRESENT) != 0)
                .flag("nan.ndl.ctrl.qos_pres", (control & Ndl.QOS_PRESENT) != 0)
                .flag("nan.ndl.ctrl.max_idle_period_pres", (control & Ndl.MAX_IDLE_PERIOD_PRESENT) != 0)
                .number("nan.ndl.ctrl.type", control >> 5 & 1).number("nan.ndl.ctrl.setup_reason", control >> 6)
                .optionalNumber("nan.ndl.peer_id", a, "peerId").optionalNumber("nan.ndl.max.idle", a, "maxIdlePeriod");
        ScheduleFields.entries(a, "immutableSchedule", out);
    }

    private static void rangingSetup(JsonNode a, OurFields out) {
        int control = a.required("control").asInt();
        dialogue(a, "nan.ranging_setup.type", out).number("nan.ranging_setup.ctrl", control)
                .flag("nan.ranging_setup.ctrl.report_required", (control & RangingSetup.REPORT_REQUIRED) != 0)
                .flag("nan.ranging_setup.ctrl.ftm_params", (control & RangingSetup.FTM_PARAMETERS_PRESENT) != 0)
                .flag("nan.ranging_setup.ctrl.sch_entry_pres", (control & RangingSetup.ENTRIES_PRESENT) != 0);
        if (a.has("ftmParameters")) {
            long ftm = a.get("ftmParameters").asLong();
            out.number("nan.ranging_setup.ftm", ftm).number("nan.ranging_setup.ftm.max_burst_duration", ftm & 0xF)
                    .number("nan.ranging_setup.ftm.min_delta_ftm", ftm >> 4 & 0x3F)
                    .number("nan.ranging_setup.ftm.max_ftms_per_burst", ftm >> 10 & 0x1F)
                    .number("nan.ranging_setup.ftm.format_bw", ftm >> 15 & 0x3F);
        }
        ScheduleFields.entries(a, "entries", out);
    }
}
