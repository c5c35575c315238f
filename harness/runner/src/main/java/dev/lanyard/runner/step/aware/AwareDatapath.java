package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.DataPathSecurity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.evidence.Event;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Services;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.Optional;

/** Opens a data path to the device found. */
@Verb(name = "aware.datapath",
        doc = "Opens a data path to the device found and puts an IPv6 host on it, so that ip.*, mdns.* and udp.* steps "
                + "run over it. By the pairing, by a passphrase, or open.",
        example = """
                aware.datapath: {security: pairing, within: 10s, save: {address: address, port: port}}
                """,
        after = Situation.BEGINNING,
        before = {"aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}", "aware.discover: {}",
            "aware.bootstrap: {method: pin-keypad}", "aware.pair: {pin: \"012345\"}"},
        functions = {})
public final class AwareDatapath implements Step<AwareDatapath.Arguments, AwareDatapath.Result> {

    private static final Duration SETTLE = Duration.ofMillis(300);
    private static final Duration DUPLICATES = Duration.ofSeconds(10);

    /** How a data path ended up. */
    public enum Outcome { OPEN, REFUSED, SILENT, NOT_AUTHENTIC }

    /** Keys of the step. */
    public record Arguments(
            @Doc("how it is protected: pairing, passphrase, open") @Default("pairing")
            ServiceArguments.Security security,
            @Doc("the cipher suite: ncs-sk-128 or ncs-sk-256") @Default("ncs-sk-128") CipherSuite suite,
            @Doc("the passphrase") Optional<Secret> passphrase,
            @Doc("how soon") @Default("10s") Duration within,
            @Doc("it is opened beside the one that is open, over which steps go on") @Default("false") boolean beside,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        public Arguments {
            if (security == ServiceArguments.Security.PASSPHRASE && passphrase.isEmpty()) {
                throw new IllegalArgumentException("security: passphrase needs a passphrase");
            }
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("how it must end: open, refused, silent, not-authentic") @Default("open") Outcome result,
            @Doc("the reason code of a refusal") Optional<Expectation<Integer>> reason,
            @Doc("the port that the device offers") Optional<Expectation<Integer>> port,
            @Doc("it goes by a schedule that the device proposed in place of the harness' one")
            Optional<Expectation<Boolean>> countered) {}

    /** What came of it. */
    public record Result(
            @Doc("how it ended") Outcome result,
            @Doc("the reason code of a refusal") int reason,
            @Doc("the device's IPv6 link-local address") Optional<Inet6Address> address,
            @Doc("the port that it offers") Optional<Integer> port,
            @Doc("the device proposed another schedule, which was taken") boolean countered,
            @Doc("how long it took on the clock of the air") Duration after) {}

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Result> result() {
        return Result.class;
    }

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusMinutes(1);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, java.io.IOException, InterruptedException {
        AwareSession session = context.aware();
        long began = context.clock().nanos();
        Result result;
        try {
            AwareDataPath path = session.peer().openDataPath(session.handle(), session.found(), security(arguments),
                    arguments.within());
            Duration after = Duration.ofNanos(context.clock().nanos() - began);
            if (arguments.beside()) {
                session.beside(path);
            } else {
                attach(path, context);
            }
            result = new Result(Outcome.OPEN, 0, Optional.of(path.peer()),
                    path.port().isPresent() ? Optional.of(path.port().getAsInt()) : Optional.empty(),
                    path.countered(), after);
        } catch (AwareException e) {
            if (e.kind() == AwareException.Kind.UNABLE) {
                throw e;
            }
            result = new Result(switch (e.kind()) {
                case REFUSED -> Outcome.REFUSED;
                case NOT_AUTHENTIC -> Outcome.NOT_AUTHENTIC;
                default -> Outcome.SILENT;
            }, e.reason(), Optional.empty(), Optional.empty(), false, Duration.ofNanos(context.clock().nanos() - began));
            context.recorder().record("aware", new Event.Note(Event.Severity.INFO, e.getMessage()));
        }
        if (result.result() != arguments.expect().result()) {
            throw StepFailure.unmet("the data path ended " + Literals.kebab(result.result())
                    + (result.reason() == 0 ? "" : " with reason " + result.reason()) + ", expected "
                    + Literals.kebab(arguments.expect().result()), result);
        }
        return new Checks().value("reason", arguments.expect().reason(), result.reason())
                .value("countered", arguments.expect().countered(), result.countered())
                .optional("port", arguments.expect().port(), result.port()).orFail(result, "");
    }

    private static DataPathSecurity security(Arguments arguments) throws StepFailure {
        return switch (arguments.security()) {
            case PAIRING -> new DataPathSecurity.Paired(Optional.of(arguments.suite()));
            case PASSPHRASE -> new DataPathSecurity.Passphrase(arguments.suite(),
                    Password.of(arguments.passphrase().orElseThrow().text()));
            case OPEN, NONE -> new DataPathSecurity.Open();
        };
    }

    private static void attach(AwareDataPath path, StepContext context)
            throws StepFailure, java.io.IOException, InterruptedException {
        RecordedLink link = new RecordedLink(path.link(), context.recorder());
        IpHost ip = new IpHost(link, context.clock(), context.recorder());
        context.attached(new AwareAttachment(path, link, ip, new Services()));
        context.recorder().record("link", new Event.LinkState(true, "data path opened"));
        // Duplicate address detection takes a second of the air's time at both ends.
        ip.linkLocalAddress(DUPLICATES);
        context.clock().sleep(SETTLE);
    }
}
