package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.MicElement;
import dev.lanyard.wire.ieee80211.PasnParametersElement;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.RsnElement;
import dev.lanyard.wire.ieee80211.RsnExtensionElement;
import dev.lanyard.wire.ieee80211.SaeFields;
import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.ieee80211.WrappedDataElement;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.pairing.PasnParameters.Tolerance;
import dev.lanyard.wire.nan.security.Nira;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Making and judging PASN messages; what each must hold is in shared terms of {@link PasnParameters}. */
final class PasnMessage {

    private final PasnParameters parameters;
    private final PasnFrame frame;
    private final Elements elements;

    PasnMessage(PasnParameters parameters, PasnFrame frame) {
        this.parameters = parameters;
        this.frame = frame;
        this.elements = frame.authentication().elements();
    }

    int status() {
        return frame.authentication().status();
    }

    /** The body as it was received, from the algorithm on. */
    Bytes body() {
        return frame.frame().body().encode();
    }

    /** Defects that a receiver may not pass over; octets behind the fields of an element it may. */
    boolean isMalformed() {
        return frame.defects().stream().anyMatch(defect -> defect.code() != FrameDefect.Code.TRAILING)
                || !elements.rest().isEmpty();
    }

    Optional<PasnParametersElement> agreement() {
        return elements.first(PasnParametersElement.class);
    }

    /** What is wrong with RSNE, RSNXE, PASN Parameters and attributes of message 1 or 2. */
    Optional<PasnFailure> fault() {
        Optional<PasnParametersElement> agreement = agreement();
        Optional<RsnElement> rsn = elements.first(RsnElement.class);
        if (isMalformed() || rsn.isEmpty() || agreement.isEmpty()) {
            return Optional.of(PasnFailure.MALFORMED);
        }
        Optional<PasnFailure> fault = parameters.tolerates(Tolerance.WRONG_RSN) ? Optional.empty() : fault(rsn.get());
        if (fault.isPresent()) {
            return fault;
        }
        if (agreement.get().group().isEmpty()
                || agreement.get().group().getAsInt() != parameters.group().number()) {
            return Optional.of(PasnFailure.WRONG_GROUP);
        }
        boolean hashToElement = elements.first(RsnExtensionElement.class)
                .filter(one -> one.bit(RsnExtensionElement.SAE_HASH_TO_ELEMENT)).isPresent();
        if (parameters.credential() instanceof PasnCredential.Password && !hashToElement
                && !parameters.tolerates(Tolerance.NO_HASH_TO_ELEMENT)) {
            return Optional.of(PasnFailure.NO_HASH_TO_ELEMENT);
        }
        if (frame.first(CipherSuiteInfo.class).filter(parameters::agrees).isEmpty()
                && !parameters.tolerates(Tolerance.WRONG_CIPHER_SUITE)) {
            return Optional.of(PasnFailure.WRONG_CIPHER_SUITE);
        }
        return parameters.credential() instanceof PasnCredential.Cached cached ? identityFault(rsn.get(), cached)
                : bootstrappingFault();
    }

    private Optional<PasnFailure> fault(RsnElement rsn) {
        List<Suite> akms = rsn.akms().orElse(List.of());
        List<Suite> pairwise = rsn.pairwise().orElse(List.of());
        boolean sound = rsn.version() == 1 && akms.size() == 1 && pairwise.size() == 1
                && rsn.managementFrameProtectionCapable() && rsn.managementFrameProtectionRequired()
                && rsn.groupData().filter(Suite.NO_GROUP_TRAFFIC::equals).isPresent()
                && rsn.pmkids().orElse(List.of()).size() <= 1;
        if (!sound) {
            return Optional.of(PasnFailure.WRONG_RSN);
        }
        if (!akms.getFirst().equals(parameters.credential().akm())) {
            return Optional.of(PasnFailure.WRONG_AKM);
        }
        return pairwise.getFirst().equals(parameters.cipher()) ? Optional.empty()
                : Optional.of(PasnFailure.WRONG_CIPHER);
    }

    private Optional<PasnFailure> bootstrappingFault() {
        OptionalInt wanted = parameters.peerMethods();
        boolean right = wanted.isEmpty() || parameters.tolerates(Tolerance.WRONG_BOOTSTRAPPING)
                || frame.first(PairingBootstrapping.class).filter(one -> one.methods() == wanted.getAsInt())
                        .isPresent();
        return right ? Optional.empty() : Optional.of(PasnFailure.WRONG_BOOTSTRAPPING);
    }

    /** The NPKID has to be nonce and tag of the NIRA beside it, and the NIRA that of the peer we paired with. */
    private Optional<PasnFailure> identityFault(RsnElement rsn, PasnCredential.Cached cached) {
        boolean known = frame.first(IdentityResolution.class).filter(nira -> nira.cipherVersion() == 0
                && rsn.pmkids().orElse(List.of()).equals(List.of(nira.npkid()))
                && cached.peerIdentity().map(nik -> Nira.matches(nik, parameters.peer(), nira.nonce(), nira.tag()))
                        .orElse(true)).isPresent();
        return known ? Optional.empty() : Optional.of(PasnFailure.UNKNOWN_IDENTITY);
    }

    /** SAE commit and confirm of the wrapped data; empty where they are not {@code count} bodies of SAE. */
    Optional<List<SaeFields>> sae(int count) {
        boolean announced = agreement().filter(one -> one.wrappedDataFormat() == PasnParametersElement.WRAPPED_SAE)
                .isPresent();
        List<AuthenticationBody> bodies = elements.first(WrappedDataElement.class)
                .map(WrappedDataElement::authentications).orElse(List.of());
        boolean sound = announced && bodies.size() == count && bodies.stream().allMatch(PasnMessage::isSae);
        return sound ? Optional.of(bodies.stream().map(AuthenticationBody::sae).toList()) : Optional.empty();
    }

    private static boolean isSae(AuthenticationBody body) {
        boolean fields = switch (body.sae()) {
            // An anti-clogging token or rejected groups would change what is agreed on; PASN has its own cookie.
            case SaeFields.Commit _ -> body.transaction() == 1 && body.elements().entries().isEmpty()
                    && body.status() == AuthenticationBody.STATUS_SAE_HASH_TO_ELEMENT;
            case SaeFields.Confirm _ -> body.transaction() == 2 && body.status() == 0;
            case SaeFields.None _ -> false;
        };
        return body.algorithm() == AuthenticationBody.SAE && fields && body.elements().entries().isEmpty()
                && body.elements().rest().isEmpty();
    }

    /** The code; empty where it is not the last element or not as long as the suite's. */
    Optional<Bytes> mic() {
        List<Placed<Element>> entries = elements.entries();
        return !entries.isEmpty() && entries.getLast().value() instanceof MicElement last
                && last.mic().length() == parameters.hash().micLength() ? Optional.of(last.mic()) : Optional.empty();
    }

    /** The body with the octets of the code zero. */
    Bytes unsigned() {
        int length = parameters.hash().micLength();
        Bytes body = body();
        return body.truncate(body.length() - length).concat(Bytes.wrap(new byte[length]));
    }

    /** RSNE and RSNXE as they were received. */
    Bytes security() {
        Bytes octets = Bytes.EMPTY;
        for (int id : new int[] {Element.RSN, Element.RSN_EXTENSION}) {
            octets = octets.concat(elements.entries().stream().filter(entry -> entry.value().id() == id).findFirst()
                    .map(Placed::octets).orElse(Bytes.EMPTY));
        }
        return octets;
    }

    /** Our RSNE. */
    static RsnElement rsn(PasnParameters parameters) {
        return new RsnElement(Suite.NO_GROUP_TRAFFIC, List.of(parameters.cipher()),
                List.of(parameters.credential().akm()), RsnElement.MFPC | RsnElement.MFPR, parameters.pmkids(),
                Suite.NO_GROUP_TRAFFIC);
    }

    /** The elements of our message 1 or 2 before a code. */
    static List<Element> elements(PasnParameters parameters, PasnParametersElement agreement,
                                  Optional<Bytes> wrapped) {
        List<Element> all = new ArrayList<>(List.of(rsn(parameters), agreement));
        wrapped.ifPresent(data -> all.add(new WrappedDataElement(data)));
        all.add(new RsnExtensionElement(parameters.rsnExtension()));
        all.add(NanFrame.element(AttributeList.of(parameters.attributes())));
        return all;
    }

    /** RSNE and RSNXE as we send them. */
    static Bytes security(PasnParameters parameters) {
        return rsn(parameters).encode().concat(new RsnExtensionElement(parameters.rsnExtension()).encode());
    }

    /** A message with its code at the end. */
    static AuthenticationBody signed(int transaction, List<Element> elements, Bytes mic) {
        List<Element> all = new ArrayList<>(elements);
        all.add(new MicElement(mic));
        return AuthenticationBody.pasn(transaction, 0, Elements.of(all));
    }

    /** The body of an SAE authentication frame with a commit or confirm. */
    static Bytes wrapped(SaeFields fields) {
        boolean commit = fields instanceof SaeFields.Commit;
        return new AuthenticationBody(AuthenticationBody.SAE, commit ? 1 : 2,
                commit ? AuthenticationBody.STATUS_SAE_HASH_TO_ELEMENT : 0, fields, Elements.NONE, Bytes.EMPTY)
                .encode();
    }
}
