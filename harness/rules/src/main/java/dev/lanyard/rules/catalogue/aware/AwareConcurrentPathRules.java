package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDiscoveryRules.on;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDataPathRules.isNaf;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDataPathRules.isRequest;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirTalk;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import java.util.List;
import java.util.Optional;

/** Data paths beside each other, and those that rest. */
public final class AwareConcurrentPathRules {

    private static final int IDLE_UNIT_TU = 1024;
    /** Bits 1 and 2 of the CSIA's capabilities. */
    private static final int GROUP_KEYS = 0x06;
    private static final int ENCRYPTED_KEY_DATA = 0x1000;

    /** Rules of the families NAN-NDP, NAN-NDL and NAN-SEC that take more than one data path, or patience. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-NDP-09", "A second data path can be opened beside the first, secured or open.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Know data paths by initiator NDI and NDP id, not by peer.")
                    .judgedBy(on(AwareConcurrentPathRules::second)),
            rule("NAN-NDL-02", "A peer whose schedule falls short gets a counter proposal, and its Confirm is taken.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send a Response whose NDL has the status continued and the own schedule, and go by "
                            + "the NDL of the Confirm.")
                    .judgedBy(on(AwareConcurrentPathRules::countered)),
            rule("NAN-NDL-06", "A data path that rests is not ended before the maximum idle period of its NDL.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Take the period of the peer's NDL (units of 1024 TU) for the timer of idle data "
                            + "paths.")
                    .judgedBy(on(AwareConcurrentPathRules::idle)),
            rule("NAN-SEC-09", "Whoever announces group keys gives them to the other end of a secured data path.")
                    .obligation(Obligation.RECOMMENDED, Aware.ESP).hosts(Aware.IOS)
                    .remediation("Put GTK and IGTK into the encrypted key data of Confirm or Key Installment, or "
                            + "announce no group keys in the CSIA.")
                    .judgedBy(on(AwareConcurrentPathRules::groupKeys)),
            rule("NAN-SEC-12", "An open data path beside a secured one takes nothing of its protection.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Keep the ND-TKSA of the pair of interfaces for all their data paths; a stronger "
                            + "suite replaces it, a weaker one or none does not.")
                    .judgedBy(on(AwareConcurrentPathRules::protection)));

    private AwareConcurrentPathRules() {}

    private static Finding countered(AirTalk talk) {
        for (AirTalk.Done path : talk.steps("aware.datapath")) {
            if (!talk.isOdd(path.sequence(), "few-slots") || !path.hasResult()) {
                continue;
            }
            if (!isOpenPath(path)) {
                return Finding.broken("with a peer whose schedule falls short the data path ended "
                        + path.values().get("result"), List.of(path.endSequence()));
            }
            if ("true".equals(path.values().get("countered"))) {
                return Finding.kept("the device proposed a schedule, and opened the data path by it",
                        List.of(path.endSequence()));
            }
        }
        return Finding.unseen("nobody asked for a data path with a schedule that falls short");
    }

    private static boolean groups(AirTalk.Said said) {
        return said.first(CipherSuiteInfo.class).filter(info -> (info.capabilities() & GROUP_KEYS) != 0).isPresent();
    }

    /** Of the set-up's last two messages, the device's own. */
    private static Finding groupKeys(AirTalk talk) {
        boolean both = !talk.received(AwareConcurrentPathRules::groups).isEmpty()
                && !talk.sent(AwareConcurrentPathRules::groups).isEmpty();
        if (!both) {
            return Finding.unseen("device and harness do not both announce group keys");
        }
        for (AirTalk.Said last : talk.received(said -> isNaf(said, NanActionFrame.DATA_PATH_CONFIRM)
                || isNaf(said, NanActionFrame.DATA_PATH_KEY_INSTALLMENT))) {
            Optional<KeyDescriptor> key = last.first(SharedKeyDescriptor.class).map(SharedKeyDescriptor::descriptor);
            if (key.isPresent()) {
                boolean given = (key.get().keyInformation() & ENCRYPTED_KEY_DATA) != 0
                        && !key.get().keyData().isEmpty();
                return given ? Finding.kept("group keys came with the data path", List.of(last.sequence()))
                        : Finding.broken("the device announces group keys, and gives none with the data path",
                                List.of(last.sequence()));
            }
        }
        return Finding.unseen("the device sent no last message of a secured set-up that could be read");
    }

    private static boolean isOpenPath(AirTalk.Done step) {
        return step.verb().equals("aware.datapath") && step.ended("open");
    }

    private static boolean isBeside(AirTalk.Done step) {
        return "true".equals(step.arguments().get("beside"));
    }

    private static Finding second(AirTalk talk) {
        List<AirTalk.Done> paths = talk.steps("aware.datapath");
        for (AirTalk.Done beside : paths) {
            boolean first = paths.stream().anyMatch(one -> isOpenPath(one) && one.sequence() < beside.sequence());
            if (isBeside(beside) && first && beside.hasResult()) {
                return beside.shows(isOpenPath(beside), "a second data path was opened",
                        "the second data path ended " + beside.values().get("result"));
            }
        }
        return Finding.unseen("no second data path was asked for");
    }

    /** Data frames of the device after an open path was opened beside a secured one. */
    private static Finding protection(AirTalk talk) {
        List<AirTalk.Done> paths = talk.steps("aware.datapath");
        for (AirTalk.Done beside : paths) {
            Optional<AirTalk.Done> secured = paths.stream().filter(one -> isOpenPath(one)
                    && !one.says("security", "open") && one.sequence() < beside.sequence()).findFirst();
            boolean open = isBeside(beside) && beside.says("security", "open") && isOpenPath(beside);
            if (!open || secured.isEmpty()) {
                continue;
            }
            long over = talk.steps("aware.disconnect").stream().map(AirTalk.Done::sequence)
                    .filter(one -> one > beside.endSequence()).findFirst().orElse(Long.MAX_VALUE);
            List<AirTalk.Carried> data = talk.carried(one -> one.received() && !one.to().isGroup()
                    && one.sequence() > beside.endSequence() && one.sequence() < over);
            Optional<AirTalk.Carried> plain = data.stream().filter(one -> !one.secret()).findFirst();
            if (plain.isPresent()) {
                return Finding.broken("beside an open data path the secured one's data are not protected any more",
                        List.of(beside.endSequence(), plain.get().sequence()));
            }
            if (!data.isEmpty()) {
                return Finding.kept(data.size() + " data frames after it were protected",
                        List.of(beside.endSequence(), data.getFirst().sequence()));
            }
        }
        return Finding.unseen("no data were carried after an open data path was opened beside a secured one");
    }

    private static Finding idle(AirTalk talk) {
        for (AirTalk.Said asked : talk.sent(said -> isRequest(said) && period(said) > 0)) {
            Optional<AirTalk.Done> opened = talk.steps("aware.datapath").stream().filter(step -> isOpenPath(step)
                    && step.sequence() < asked.sequence() && asked.sequence() < step.endSequence()).findFirst();
            if (opened.isEmpty()) {
                continue;
            }
            long from = asked.nanos();
            long until = talk.steps("aware.disconnect").stream().filter(step -> step.nanos() > opened.get().endNanos())
                    .map(AirTalk.Done::nanos).findFirst().orElse(talk.end());
            Optional<AirTalk.Said> ended = talk.received(said -> isNaf(said, NanActionFrame.DATA_PATH_TERMINATION)
                    && said.nanos() > from && said.nanos() < until).stream().findFirst();
            long end = ended.map(AirTalk.Said::nanos).orElse(until);
            long active = talk.carried(one -> one.nanos() > from && one.nanos() < end).stream()
                    .mapToLong(AirTalk.Carried::nanos).max().orElse(opened.get().endNanos());
            if (ended.isPresent() && end - active < period(asked)) {
                return Finding.broken("the device ended the data path after " + (end - active) / 1_000_000
                        + " ms of silence, agreed were " + period(asked) / 1_000_000, List.of(asked.sequence(),
                        ended.get().sequence()));
            }
            if (longestSilence(talk, opened.get().endNanos(), until) > period(asked) / 2) {
                return Finding.kept("the data path rested for more than half of its maximum idle period",
                        List.of(asked.sequence()));
            }
        }
        return Finding.unseen("no data path with a maximum idle period rested for half of it");
    }

    private static long longestSilence(AirTalk talk, long from, long until) {
        long longest = 0;
        long last = from;
        for (AirTalk.Carried one : talk.carried(data -> data.nanos() > from && data.nanos() < until)) {
            longest = Math.max(longest, one.nanos() - last);
            last = one.nanos();
        }
        return Math.max(longest, until - last);
    }

    private static long period(AirTalk.Said request) {
        int units = request.first(Ndl.class).map(ndl -> ndl.maxIdlePeriod().orElse(0)).orElse(0);
        return Nan.tu((long) units * IDLE_UNIT_TU).toNanos();
    }
}
