package dev.lanyard.rules;

import static dev.lanyard.rules.RuleCase.configuration;
import static dev.lanyard.rules.RuleCase.fails;
import static dev.lanyard.rules.RuleCase.octet;
import static dev.lanyard.rules.RuleCase.passes;
import static dev.lanyard.rules.RuleCase.splice;
import static dev.lanyard.rules.RuleCase.unseen;
import static dev.lanyard.rules.RuleCase.warns;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules about the function's descriptors. In the NCM configuration the control interface begins at 17, header at 26,
 * union at 31, Ethernet at 36, NCM at 49, notification endpoint at 55, data alternates at 62 and 71, bulk endpoints at
 * 80 and 87.
 */
class DescriptorRulesTest {

    private static final String BULK_PAIR = "07058102000200 07050102000200";

    static Stream<RuleCase> cases() {
        return Stream.concat(descriptors(), addresses());
    }

    private static Stream<RuleCase> descriptors() {
        return Stream.of(
                fails("ECM-DESC-01", "protocol 01", configuration(24, 1), "02/0d/01"),
                passes("ECM-DESC-01", "external command set", configuration(24, 0xFE), "02/0d/fe"),
                fails("ECM-DESC-02", "omitted", splice(26, 5, ""), "there are 0 header"),
                fails("ECM-DESC-02", "omitted", splice(26, 5, ""), "there are 0 header", "HOST-LINUX-01").ecm(),
                fails("ECM-DESC-02", "second", splice(26, 10, "0524060001 0524001001"), "first functional descriptor"),
                fails("ECM-DESC-02", "four octets", splice(26, 5, "04240010"), "bFunctionLength 4"),
                warns("ECM-DESC-03", "10.01", configuration(30, 0x10), "0x1010"),
                fails("ECM-DESC-04", "two", splice(31, 0, "0524060001"), "there are 2 union"),
                fails("ECM-DESC-04", "none", splice(31, 5, ""), "there are 0 union"),
                fails("ECM-DESC-05", "swapped", splice(31, 5, "0524060100"), "bControlInterface is 1"),
                fails("ECM-DESC-05", "no such interface", splice(31, 5, "0524060007"), "bSubordinateInterface0 is 7",
                        "USB-CFG-08"),
                fails("ECM-DESC-14", "576", splice(44, 2, "4002"), "wMaxSegmentSize is 576", "ECM-DATA-08").ecm(),
                fails("ECM-DESC-14", "9015", splice(44, 2, "3723"), "wMaxSegmentSize is 9015"),
                fails("ECM-DESC-15", "all set", splice(40, 4, "ffffffff"), "0xffffffff"),
                fails("ECM-DESC-16", "no endpoint", s -> {
                    splice(55, 7, "").accept(s);
                    s.configuration = octet(s.configuration, 21, 0);
                    s.notifications.clear();
                    s.reader = false;
                }, "no endpoints", "HOST-LINUX-02"),
                fails("ECM-DESC-16", "a second one", s -> {
                    splice(62, 0, "07058303100009").accept(s);
                    s.configuration = octet(s.configuration, 21, 2);
                }, "INTERRUPT IN, INTERRUPT IN"),
                fails("ECM-DESC-17", "8", configuration(59, 8), "is 8"),
                fails("ECM-DESC-18", "00 in alternate 1", configuration(76, 0), "setting 1 has bInterfaceClass 00"),
                fails("ECM-DESC-18", "02 in both", s -> {
                    configuration(67, 0xFF).accept(s);
                    configuration(76, 0xFF).accept(s);
                }, "setting 0 has bInterfaceClass ff", "HOST-LINUX-02"),
                fails("ECM-DESC-19", "subclass 06 in alternate 1", configuration(77, 6), "bInterfaceSubClass 06"),
                fails("ECM-DESC-19", "protocol 00 in alternate 0", configuration(69, 0), "bInterfaceProtocol 00"),
                fails("ECM-DESC-20", "bulk pair in alternate 0", splice(62, 9, "09040100020a000107" + BULK_PAIR),
                        "endpoints BULK IN, BULK OUT"),
                fails("ECM-DESC-21", "two IN endpoints", configuration(89, 0x83), "BULK IN, BULK IN",
                        "HOST-LINUX-02"),
                fails("ECM-DESC-22", "a third", splice(94, 0, "09040102020a000107" + BULK_PAIR), "it has 3"),
                fails("ECM-DESC-23", "behind the endpoint",
                        splice(49, 13, "07058203100009 06241a000111"), "stands at octet 56"),
                fails("ECM-DESC-24", "two octets", splice(55, 0, "0224"), "has 2 octets"),
                fails("NCM-DESC-01", "five octets", splice(49, 6, "05241a0001"), "bFunctionLength 5"),
                fails("NCM-DESC-01", "two", splice(49, 0, "06241a000111"), "there are 2 NCM"),
                unseen("NCM-DESC-02", "none", splice(49, 6, "05241a0001"), "NCM-DESC-01"),
                fails("NCM-DESC-02", "0.10", splice(52, 2, "1000"), "0x0010"),
                fails("NCM-DESC-03", "0xd1", configuration(54, 0xD1), "0xd1"));
    }

    private static Stream<RuleCase> addresses() {
        return Stream.of(
                fails("ECM-DESC-07", "index 0", configuration(39, 0), "iMACAddress is 0"),
                fails("ECM-DESC-07", "stalled", s -> s.macStatus = "STALL", "string 6 ended with STALL"),
                unseen("ECM-DESC-07", "never read", s -> s.macReads = 0, "was not read in language 0x0409"),
                warns("ECM-DESC-09", "lower case", s -> s.mac = "00005e005310", "\"00005e005310\""),
                unseen("ECM-DESC-09", "no address", s -> s.mac = "xyz", "ECM-DESC-08"),
                fails("ECM-DESC-10", "a group", s -> {
                    s.mac = "01005E005310";
                    s.destination = dev.lanyard.wire.net.MacAddress.parse(s.mac);
                }, "01:00:5e"),
                fails("ECM-DESC-10", "zero", s -> {
                    s.mac = "000000000000";
                    s.destination = new dev.lanyard.wire.net.MacAddress(0);
                }, "00:00:00:00:00:00"),
                fails("ECM-DESC-11", "the same", s -> s.source = Session.HOST, "sends from 00:00:5e:00:53:10"),
                unseen("ECM-DESC-11", "nothing sent", s -> {
                    s.received = false;
                }, "no frame came"),
                warns("ECM-DESC-13", "locally administered", s -> {
                    s.mac = "021122334460";
                    s.destination = dev.lanyard.wire.net.MacAddress.parse(s.mac);
                }, "02:11:22:33:44:60 is locally administered"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void judges(RuleCase ruleCase) {
        ruleCase.check();
    }
}
