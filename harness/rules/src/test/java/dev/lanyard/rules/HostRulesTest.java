package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.configuration;
import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.notApplicable;
import static dev.lanyard.rules.RuleCase.octet;
import static dev.lanyard.rules.RuleCase.parameters;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.splice;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import dev.lanyard.wire.net.MacAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What single host platforms need: composites break with their parts, and alone with their own conditions. */
class HostRulesTest {

    static Stream<RuleCase> cases() {
        return Stream.of(
                fails("HOST-APPLE-05", "RNDIS alone", s -> {
                    configuration(23, 0x02).accept(s);
                    configuration(24, 0xFF).accept(s);
                }, "by RNDIS alone"),
                fails("HOST-APPLE-05", "EEM alone", s -> {
                    configuration(23, 0x0C).accept(s);
                    configuration(24, 0x07).accept(s);
                }, "by EEM alone"),
                notApplicable("HOST-APPLE-05", "no network", configuration(23, 0x02), "no configuration"),
                warns("HOST-APPLE-06", "ECM with serial", s -> {
                    splice(88, 0, "090402000000000000").accept(s);
                    s.configuration = octet(s.configuration, 4, 3);
                }, "there are 3 interfaces").ecm(),
                passes("HOST-APPLE-06", "NCM with serial", s -> {
                    splice(94, 0, "090402000000000000").accept(s);
                    s.configuration = octet(s.configuration, 4, 3);
                }, "NCM is offered"),
                fails("HOST-APPLE-07", "the same", s -> s.source = Session.HOST, "ECM-DESC-11", "ECM-DESC-11"),
                fails("HOST-APPLE-07", "changes", s -> {
                    s.macReads = 2;
                    s.secondMac = "00005E005312";
                    s.destination = MacAddress.parse(s.secondMac);
                }, "then \"00005E005312\"", "ECM-DESC-12"),
                fails("HOST-WIN-01", "a third alternate setting", splice(94, 0, "09040102000a000107"),
                        "ECM-DESC-22", "ECM-DESC-22"),
                fails("HOST-WIN-02", "Ethernet descriptor of 14", splice(36, 13, "0e240f0600000000ea0500000000"),
                        "ECM-DESC-06", "ECM-DESC-06", "HOST-LINUX-02"),
                fails("HOST-WIN-02", "interface descriptor of 10", splice(62, 9, "0a04010000 0a00010700"),
                        "the interface descriptor at octet 62 has 10 octets"),
                notApplicable("HOST-WIN-02", "ECM", s -> { }, "the function is ECM").ecm(),
                warns("HOST-WIN-07", "ECM alone", s -> { }, "the only network function is ECM").ecm(),
                fails("HOST-LINUX-01", "no header", splice(26, 5, ""), "header: there are 0", "ECM-DESC-02").ecm(),
                passes("HOST-LINUX-01", "union swapped", splice(31, 5, "0524060100"), "all hold").ecm(),
                passes("HOST-LINUX-01", "header second", splice(26, 10, "0524060001 0524001001"), "all hold").ecm(),
                fails("HOST-LINUX-01", "union of others", splice(31, 5, "0524060501"), "does not name interface 0",
                        "ECM-DESC-05", "USB-CFG-08").ecm(),
                unseen("HOST-LINUX-01", "address not read", s -> s.macReads = 0, "ECM-DESC-07").ecm(),
                fails("HOST-LINUX-02", "parameters stalled", s -> s.ntbParametersStatus = "STALL",
                        "GetNtbParameters ended with STALL", "NCM-REQ-01"),
                fails("HOST-LINUX-02", "no bulk OUT", configuration(89, 0x83), "no data interface",
                        "ECM-DESC-21", "HOST-WIN-01"),
                warns("HOST-LINUX-03", "divisor 3", parameters(20, 3), "wNdpOutDivisor is 3", "HOST-WIN-04"),
                warns("HOST-LINUX-03", "remainder 4", parameters(22, 4), "wNdpOutPayloadRemainder is 4",
                        "NCM-REQ-07"),
                fails("HOST-ANDROID-01", "locally administered", s -> {
                    s.mac = "021122334460";
                    s.destination = MacAddress.parse(s.mac);
                }, "ECM-DESC-13", "ECM-DESC-13"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
