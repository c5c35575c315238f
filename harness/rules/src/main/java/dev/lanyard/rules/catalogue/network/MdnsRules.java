package dev.lanyard.rules.catalogue.network;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import java.util.List;

/** What the accessory says of itself by multicast DNS. */
public final class MdnsRules {

    private static final String MDNS = "RFC 6762";
    private static final String DNS_SD = "RFC 6763";

    /** Rules NET-MDNS-*. */
    public static final List<Rule> RULES = List.of(
            rule("NET-MDNS-01", "After the link comes up it probes three times for its unique names, 250 ms apart, and "
                    + "then announces them at least twice.")
                    .obligation(Obligation.MUST, Source.unchecked(MDNS, "§8"))
                    .tolerated(HostPlatform.LINUX, "avahi looks at probes for names of its own only.")
                    .remediation("Start the responder anew whenever the link comes up: three probes with the proposed "
                            + "records in the authority section, then two announcements a second apart.")
                    .judgedBy(MdnsNameJudges::probing),
            rule("NET-MDNS-02", "Its address records live for 120 s and have the cache-flush bit.")
                    .obligation(Obligation.MUST, Source.unchecked(MDNS, "§10"))
                    .tolerated(HostPlatform.LINUX, "avahi keeps a record without the bit until its time is over, and "
                            + "nobody else has one of that name.")
                    .remediation("Send A and AAAA records with TTL 120 and class 0x8001: hosts else keep an address that "
                            + "is gone, or two at once.")
                    .judgedBy(MdnsAnswerJudges::addressRecords),
            rule("NET-MDNS-03", "Its responses come from port 5353 with TTL or hop limit 255, those to everybody to "
                    + "224.0.0.251 or ff02::fb.")
                    .obligation(Obligation.MUST, Source.unchecked(MDNS, "§11"))
                    .remediation("Set the multicast and unicast TTL of the responder's socket to 255 and bind it to port "
                            + "5353: some hosts drop everything else.")
                    .judgedBy(MdnsAnswerJudges::carriage),
            rule("NET-MDNS-04", "A question with the QU bit is answered, best to the asker alone; one from another port "
                    + "than 5353 to the asker in any case, with its id, without cache-flush bits and with TTLs of 10 s at most.")
                    .obligation(Obligation.MUST, Source.unchecked(MDNS, "§5.4, §6.7"))
                    .tolerated(HostPlatform.LINUX, "avahi and systemd-resolved listen to the group, and take answers "
                            + "from there.")
                    .remediation("Answer to the source address and port of the question when its QU bit is set or its "
                            + "source port is not 5353.")
                    .judgedBy(MdnsAnswerJudges::unicast),
            rule("NET-MDNS-05", "It does not answer what the question says is known already.")
                    .obligation(Obligation.MUST, Source.unchecked(MDNS, "§7.1"))
                    .tolerated(HostPlatform.LINUX, "Answers that were known already cost time on the link and "
                            + "nothing else.")
                    .remediation("Leave out each answer that the question's answer section has with at least half its "
                            + "TTL left, and send nothing when none remains.")
                    .judgedBy(MdnsAnswerJudges::knownAnswers),
            rule("NET-MDNS-06", "It takes another name when somebody else claims the one it has.")
                    .obligation(Obligation.MUST, Source.unchecked(MDNS, "§9"))
                    .remediation("On a response with one of its unique names and other data, probe again; when that "
                            + "conflicts too, append a number to the name and probe for that.")
                    .judgedBy(MdnsNameJudges::conflict),
            rule("NET-MDNS-07", "It says goodbye (TTL 0) before its link goes down in order.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked(MDNS, "§10.1"))
                    .remediation("Send every record once with TTL 0 before the network goes away on purpose; hosts else "
                            + "show the accessory for up to 75 minutes.")
                    .judgedBy(MdnsNameJudges::goodbye),
            rule("NET-MDNS-08", "_services._dns-sd._udp.local lists the types of its services.")
                    .obligation(Obligation.MUST, Source.unchecked(DNS_SD, "§9"))
                    .remediation("Answer PTR questions for _services._dns-sd._udp.local with each service type.")
                    .judgedBy(MdnsServiceJudges::enumeration),
            rule("NET-MDNS-09", "Each of its service instances has an SRV record, whose target has an address on the "
                    + "link, and a TXT record of key=value strings.")
                    .obligation(Obligation.MUST, Source.unchecked(DNS_SD, "§4-6"))
                    .remediation("Publish SRV, TXT (an empty string when there is nothing to say) and A or AAAA for "
                            + "each instance, with the address that the host reaches.")
                    .judgedBy(MdnsServiceJudges::resolution),
            rule("NET-MDNS-10", "Its instance names are up to 63 octets of UTF-8, its service types _name._udp or "
                    + "_name._tcp with names of up to 15 letters, digits and hyphens.")
                    .obligation(Obligation.MUST, Source.unchecked(DNS_SD, "§4.1, §7"))
                    .remediation("Shorten the instance name between characters, and use a service name as RFC 6335 "
                            + "§5.1 wants it.")
                    .judgedBy(MdnsServiceJudges::names),
            rule("NET-MDNS-11", "Its address records hold the address that it really uses on the link.")
                    .obligation(Obligation.MUST, Source.unchecked(MDNS, "§6"))
                    .remediation("Make the records from the interface's present address each time, and announce anew "
                            + "when it changes.")
                    .judgedBy(MdnsServiceJudges::addresses),
            rule("NET-MDNS-12", "It answers over IPv4 and over IPv6 when it has both.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked(MDNS, "§20"))
                    .fieldFailures("raspberrypi/rpi-usb-gadget#28")
                    .tolerated(HostPlatform.LINUX, "avahi asks over both protocols and takes what answers.")
                    .remediation("Join ff02::fb as well as 224.0.0.251 and answer where the question came from.")
                    .judgedBy(MdnsServiceJudges::families),
            rule("NET-MDNS-13", "It sends no record to everybody more than once a second, however often it is asked.")
                    .obligation(Obligation.MUST, Source.unchecked(MDNS, "§6"))
                    .tolerated(HostPlatform.LINUX, "Records that come too often cost time on the link and nothing "
                            + "else.")
                    .remediation("Remember when each record was last multicast and put off an answer that comes sooner "
                            + "than a second later.")
                    .judgedBy(MdnsAnswerJudges::rate));

    private MdnsRules() {}
}
