package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import java.util.List;
import java.util.Optional;

/** What single host platforms need beyond the specifications. */
public final class HostRules {

    /** Rules HOST-*. */
    public static final List<Rule> RULES = List.of(
            rule("HOST-APPLE-02", "An NCM function sets bmNetworkCapabilities D0 (SetEthernetPacketFilter).")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS and iOS 26", "alternate setting 1 left for "
                            + "good where D0 is clear"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("zephyrproject-rtos/zephyr#118387")
                    .remediation("Set D0 of bmNetworkCapabilities and answer SetEthernetPacketFilter.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, HostRules::packetFilterCapability)),
            rule("HOST-WIN-04", "The divisors of the NTB parameters are powers of two from 4 to the maximum size.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows 11", "UsbNcm.sys since KB5124008"))
                    .hosts(HostPlatform.WINDOWS)
                    .fieldFailures("hathach/tinyusb#3913", "hathach/tinyusb#3914", "espressif/tinyusb#85",
                            "espressif/tinyusb#86")
                    .remediation("Report wNdpInDivisor and wNdpOutDivisor 4, with remainders below that.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> Each.of("answers to GetNtbParameters",
                            NtbParameterRules.answers(seen), "GetNtbParameters was not answered in full",
                            HostRules::badDivisor))));

    private static final int LEAST_DIVISOR = 4;

    private HostRules() {}

    private static Finding packetFilterCapability(Seen<CdcFunction> function) {
        List<Long> proof = List.of(function.sequence());
        Optional<NcmDescriptor> ncm = function.what().ncm();
        if (ncm.isEmpty()) {
            return Finding.unseen("there is no whole NCM functional descriptor (see NCM-DESC-01)");
        }
        String capabilities = "bmNetworkCapabilities is 0x%02x".formatted(ncm.get().bmNetworkCapabilities());
        return ncm.get().has(NcmDescriptor.PACKET_FILTER) ? Finding.kept(capabilities, proof)
                : Finding.broken(capabilities + ", so D0 is clear", proof);
    }

    private static Optional<String> badDivisor(NtbParameters parameters) {
        return badDivisor("wNdpOutDivisor", parameters.wNdpOutDivisor(), parameters.dwNtbOutMaxSize())
                .or(() -> badDivisor("wNdpInDivisor", parameters.wNdpInDivisor(), parameters.dwNtbInMaxSize()));
    }

    private static Optional<String> badDivisor(String field, int divisor, long max) {
        return divisor >= LEAST_DIVISOR && Integer.bitCount(divisor) == 1 && divisor <= max ? Optional.empty()
                : Optional.of(field + " is " + divisor + " (maximum size " + max + ")");
    }
}
