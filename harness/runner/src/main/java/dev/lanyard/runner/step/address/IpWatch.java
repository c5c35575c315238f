package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.LinkWatch;
import dev.lanyard.drivers.ip.LinkWatch.Sign;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the accessory says unasked. */
@Verb(name = "ip.watch",
        doc = "Watches what the accessory says as an IP node without being asked: ARP probes and announcements, duplicate "
                + "address detection, membership reports, router advertisements, DHCP requests, link-local claims.",
        example = "ip.watch: {during: 1s, expect: {router-advertisements: 0}}")
public final class IpWatch implements Step<IpWatch.Arguments, IpWatch.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("for how long at most") Duration during,
            @Doc("ends as soon as this has been seen") Optional<LinkWatch.Sign> until,
            @Doc("what must have been seen in the end") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("ARP probes") Optional<Expectation<Integer>> arpProbes,
            @Doc("ARP announcements") Optional<Expectation<Integer>> arpAnnouncements,
            @Doc("neighbour solicitations of duplicate address detection")
            Optional<Expectation<Integer>> duplicateDetections,
            @Doc("IGMP reports") Optional<Expectation<Integer>> igmpReports,
            @Doc("MLD reports") Optional<Expectation<Integer>> mldReports,
            @Doc("router advertisements") Optional<Expectation<Integer>> routerAdvertisements,
            @Doc("DHCP messages of a client") Optional<Expectation<Integer>> dhcpRequests,
            @Doc("the IPv4 link-local address that was last probed for or announced")
            Optional<Expectation<Inet4Address>> linkLocal) {}

    /** What came of it. */
    public record Result(
            @Doc("ARP probes") int arpProbes,
            @Doc("ARP announcements") int arpAnnouncements,
            @Doc("neighbour solicitations of duplicate address detection") int duplicateDetections,
            @Doc("IGMP reports") int igmpReports,
            @Doc("MLD reports") int mldReports,
            @Doc("router advertisements") int routerAdvertisements,
            @Doc("DHCP messages of a client") int dhcpRequests,
            @Doc("the IPv4 link-local address that was last probed for or announced") Optional<Inet4Address> linkLocal) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.during().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        LinkWatch.Seen seen = new LinkWatch(context.attachment().ip()).watch(arguments.during(),
                so -> arguments.until().filter(sign -> so.count(sign) > 0).isPresent());
        Result result = new Result(seen.count(Sign.ARP_PROBE), seen.count(Sign.ARP_ANNOUNCEMENT),
                seen.count(Sign.DUPLICATE_DETECTION), seen.count(Sign.IGMP_REPORT), seen.count(Sign.MLD_REPORT),
                seen.count(Sign.ROUTER_ADVERTISEMENT), seen.count(Sign.DHCP_REQUEST), seen.claimed());
        Expect expect = arguments.expect();
        return new Checks().value("arp-probes", expect.arpProbes(), result.arpProbes())
                .value("arp-announcements", expect.arpAnnouncements(), result.arpAnnouncements())
                .value("duplicate-detections", expect.duplicateDetections(), result.duplicateDetections())
                .value("igmp-reports", expect.igmpReports(), result.igmpReports())
                .value("mld-reports", expect.mldReports(), result.mldReports())
                .value("router-advertisements", expect.routerAdvertisements(), result.routerAdvertisements())
                .value("dhcp-requests", expect.dhcpRequests(), result.dhcpRequests())
                .optional("link-local", expect.linkLocal(), result.linkLocal())
                .orFail(result, "sent from " + seen.addresses().stream().map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", ")));
    }
}
