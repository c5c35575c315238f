package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.security.FrameCipher;
import dev.lanyard.wire.nan.security.Secret;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keys that somebody handed over, so that what they protect can be judged too. Which key is whose is found by trying.
 *
 * @param niks    NAN identity keys
 * @param pmks    ND-PMKs of data paths
 * @param keks    NM-KEKs: for the key data of follow-ups
 * @param tks     NM-TKs and TKs of data paths: for encrypted frames
 * @param kcks    KCKs of PASN exchanges
 * @param phrases passphrases of data paths; each gives a PMK for each service and publisher
 */
public record AirKeys(List<Secret> niks, List<Secret> pmks, List<Secret> keks, List<Secret> tks, List<Secret> kcks,
                      List<Secret> phrases) {

    /** No keys. */
    public static final AirKeys NONE = new AirKeys(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public AirKeys {
        niks = List.copyOf(niks);
        pmks = List.copyOf(pmks);
        keks = List.copyOf(keks);
        tks = List.copyOf(tks);
        kcks = List.copyOf(kcks);
        phrases = List.copyOf(phrases);
    }

    /** What to do about an encrypted frame that none of these opened, or why none could, for who reads of it. */
    public String whyUnopened() {
        if (!tks.isEmpty()) {
            return (tks.size() == 1 ? "the tk given is not theirs" : "none of the " + tks.size() + " tks given is "
                    + "theirs") + ": each pairing and each data path has its own";
        }
        boolean none = Stream.of(niks, pmks, keks, kcks, phrases).allMatch(List::isEmpty);
        return none ? "--keys" : "of the keys given none is a tk, and only a tk opens frames";
    }

    /** The body of an encrypted frame; empty where no key opens it. */
    public Optional<Bytes> open(Bytes frame) {
        return tks.stream().flatMap(key -> FrameCipher.decrypt(key, frame).stream()).findFirst();
    }
}
