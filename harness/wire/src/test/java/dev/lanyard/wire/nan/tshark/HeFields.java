package dev.lanyard.wire.nan.tshark;

import dev.lanyard.wire.Bytes;
import java.util.Arrays;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The fields that tshark 4.0 shows of HE Capabilities, from our JSON of the element. */
final class HeFields {

    private static final String MAC = "wlan.ext_tag.he_mac_cap";
    private static final String PHY = "wlan.ext_tag.he_phy_cap.";
    private static final String MAPS = "wlan.ext_tag.he_mcs_map.";

    /** Names of tshark for bits that it shows under others. */
    private static final Set<String> UNUSED = Set.of("a_msdu_frag_support", "max_frag_msdus", "min_frag_size",
            "reserved_bit_18", "reserved_bit_19", "reserved_bit_25", "reserved_bit_34", "reserved_bits_15_16");

    /** Of frames at 5 GHz: the fields of the first octet of the PHY capabilities, then of the words that follow. */
    private static final String[][] PHY_FIELDS = {
        {
            "reserved_b0", "fbyte.reserved_b0", "fbytes", "chan_width.set.5GHz_b0_reserved",
            "chan_width_set.40_80_in_5ghz", "chan_width_set.160_in_5ghz", "chan_width_set.160_80_80_in_5ghz",
            "chan_width.set.5GHz_b4_reserved", "chan_width_set.242_tone_in_5ghz", "chan_width_set.reserved"}, {
            "punc_preamble_rx", "device_class", "ldpc_coding_in_payload", "he_su_ppdu_with_1x_he_ltf_08us",
            "midamble_tx_rx_max_nsts", "ndp_with_4x_he_ltf_4x_3.2us", "stbc_tx_lt_80mhz", "stbc_rx_lt_80mhz",
            "doppler_tx", "doppler_rx", "full_bw_ul_mu_mimo", "partial_bw_ul_mu_mimo"}, {
            "dcm_max_const_tx", "dcm_max_const_rx", "rx_partial_bw_su_20mhz_he_mu_ppdu", "su_beamformer",
            "su_beamformee", "mu_beamformer", "beamformee_sts_lte_80mhz", "beamformee_sts_gt_80mhz"}, {
            "no_sounding_dims_lte_80", "no_sounding_dims_gt_80", "ng_eq_16_su_fb", "ng_eq_16_mu_fb",
            "codebook_size_su_fb", "codebook_size_mu_fb", "trig_su_bf_fb", "trig_mu_bf_fb", "trig_cqi_fb",
            "partial_bw_er", "partial_bw_dl_mu_mimo", "ppe_thres_present"}, {
            "psr_based_sr_sup", "pwr_bst_factor_ar_sup", "he_su_ppdu_etc_gi", "max_nc", "stbc_tx_gt_80_mhz",
            "stbc_rx_gt_80_mhz", "he_er_su_ppdu_4xxx_gi", "20_mhz_in_40_in_2_4ghz", "20_mhz_in_160_80p80_ppdu",
            "80_mhz_in_160_80p80_ppdu", "he_er_su_ppdu_1xxx_gi", "midamble_tx_rx_2x_1x_he_ltf", "dcm_max_ru"}, {
            "longer_than_16_he_sigb_ofdm_sym_support", "non_triggered_feedback",
            "tx_1024_qam_support_lt_242_tone_ru", "rx_1024_qam_support_lt_242_tone_ru",
            "rx_full_bw_su_using_he_mu_ppdu_with_compressed_sigb",
            "rx_full_bw_su_using_he_mu_ppdu_with_non_compressed_sigb", "nominal_packet_padding",
            "he_mu_ppdu_ru_rx_max", "reserved_b81_b87"}};
    private static final String[] PHY_WORDS = {"bits_8_to_23", "bits_24_to_39", "bits_40_to_55", "bits_56_to_71",
        "bits_72_to_87"};

    private HeFields() {}

    static void add(JsonNode e, OurFields out) {
        long mac = e.required("macCapabilities").asLong();
        out.number(MAC + "s", mac).maskedBelow(MAC, mac, UNUSED)
                .masked(mac, "wlan.ext_tag.he_dynamic_sm_power_save", "wlan.ext_tag.he_punctured_sounding_support",
                        "wlan.ext_tag.he_ht_and_vht_trigger_frame_rx_support");
        Bytes phy = Bytes.hex(e.required("phyCapabilities").asString());
        out.masked(phy.u8(0), named(PHY_FIELDS[0]));
        for (int word = 0; word < PHY_WORDS.length; word++) {
            int value = phy.u16le(1 + 2 * word);
            out.number(PHY + PHY_WORDS[word], value).masked(value, named(PHY_FIELDS[1 + word]));
        }
        // One name for two fields: DCM maximum NSS when transmitting and when receiving.
        out.number(PHY + "dcm_max_nss_tx", phy.u8(3) >> 2 & 1).number(PHY + "dcm_max_nss_tx", phy.u8(3) >> 5 & 1);

        String[] widths = {"lte_80", "160", "80_80"};
        String[] streams = {"80", "160", "80p80"};
        JsonNode maps = e.required("mcsMaps");
        for (int i = 0; i < maps.size(); i++) {
            String way = i % 2 == 0 ? "rx" : "tx";
            out.number(MAPS + way + "_he_mcs_map_" + widths[i / 2], maps.get(i).asLong());
            for (int stream = 1; stream <= 8; stream++) {
                out.masked(maps.get(i).asLong(), MAPS + "max_he_mcs_" + streams[i / 2] + "_" + way + "_" + stream
                        + "_ss");
            }
        }
    }

    private static String[] named(String[] fields) {
        return Arrays.stream(fields).map(PHY::concat).toArray(String[]::new);
    }
}
