package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.Transitions;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.security.KeyData;
import dev.lanyard.wire.nan.security.Nira;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * One side of the exchange of identity keys after pairing: a protected follow-up each way with a Shared Key Descriptor
 * whose key data carry the NIK under the NM-KEK. The initiator of PASN sends first. Contents as hostap's and ESP-IDF's;
 * iPhones leave out the lifetime and want a NIRA beside the key.
 */
public final class IdentityExchange {

    /** Where an exchange stands. */
    public enum State { NOTHING, SENT, RECEIVED, COMPLETE }

    /** What happened. */
    public enum Event { SEND, RECEIVE }

    public static final Transitions<State, Event> TRANSITIONS = Transitions.from(State.NOTHING, Event.class)
            .on(State.NOTHING, Event.SEND, State.SENT)
            .on(State.NOTHING, Event.RECEIVE, State.RECEIVED)
            .on(State.SENT, Event.SEND, State.SENT)
            .on(State.SENT, Event.RECEIVE, State.COMPLETE)
            .on(State.RECEIVED, Event.SEND, State.COMPLETE)
            .on(State.COMPLETE, Event.SEND, State.COMPLETE);

    /** What the follow-up states as the key's lifetime unless told otherwise: 12 hours, as hostap. */
    public static final long LIFETIME_SECONDS = 43_200;

    private static final int KEY_INFORMATION = KeyDescriptor.PAIRWISE | KeyDescriptor.ACK | KeyDescriptor.ENCRYPTED;

    private final Secret kek;
    private final MacAddress own;
    private final MacAddress peer;
    private final Secret ownKey;
    private final OptionalLong lifetime;
    private final boolean withNira;
    private State state = TRANSITIONS.start();

    private IdentityExchange(Secret kek, MacAddress own, MacAddress peer, Secret ownKey, OptionalLong lifetime,
                             boolean withNira) {
        this.kek = kek;
        this.own = own;
        this.peer = peer;
        this.ownKey = ownKey;
        this.lifetime = lifetime;
        this.withNira = withNira;
    }

    /**
     * An exchange under the keys of a pairing.
     *
     * @param own    our NMI
     * @param ownKey our NIK, 16 octets
     */
    public static IdentityExchange of(PairingAssociation association, MacAddress own, Secret ownKey) {
        MacAddress peer = association.initiator().equals(own) ? association.responder() : association.initiator();
        return new IdentityExchange(association.keys().kek(), own, peer, ownKey, OptionalLong.of(LIFETIME_SECONDS),
                true);
    }

    /** Without the Key Lifetime KDE, as iPhones send it. */
    public IdentityExchange withoutLifetime() {
        return new IdentityExchange(kek, own, peer, ownKey, OptionalLong.empty(), withNira);
    }

    public IdentityExchange withLifetime(long seconds) {
        return new IdentityExchange(kek, own, peer, ownKey, OptionalLong.of(seconds), withNira);
    }

    /** Without a NIRA beside the key. */
    public IdentityExchange withoutNira() {
        return new IdentityExchange(kek, own, peer, ownKey, lifetime, false);
    }

    public State state() {
        return state;
    }

    /** What was received: the peer's NIK and how long it holds. */
    public record PeerIdentity(Secret nik, Optional<KeyData.Lifetime> lifetime, boolean niraVerified) {}

    /** What a follow-up led to. */
    public sealed interface Outcome {}

    /** The peer's key is there. */
    public record Received(PeerIdentity identity) implements Outcome {}

    /** The follow-up has no Shared Key Descriptor, or came when it was not waited for. */
    public record Ignored(String why) implements Outcome {}

    /** The follow-up is about identity keys, and wrong. */
    public record Refused(String why) implements Outcome {}

    /** The attributes of our follow-up: SKDA and, unless left out, NIRA. Making them counts as sending them. */
    public List<NanAttribute> send(int publishId, RandomGenerator random) {
        advance(Event.SEND);
        BytesWriter kdes = new BytesWriter();
        kde(kdes, KeyData.NIK, new BytesWriter().u8(0).bytes(Bytes.wrap(ownKey.expose())).toBytes());
        lifetime.ifPresent(seconds -> kde(kdes, KeyData.LIFETIME, new BytesWriter().u16(KeyData.LIFETIME_OF_NIK)
                .u32be(seconds).toBytes()));
        List<NanAttribute> attributes = new ArrayList<>();
        attributes.add(new SharedKeyDescriptor(publishId, KeyDescriptor.of(KEY_INFORMATION, 1,
                Bytes.wrap(new byte[32]), Bytes.wrap(new byte[16]),
                KeyData.wrap(kek, Secret.of(kdes.toBytes())))));
        if (withNira) {
            attributes.add(nira(ownKey, own, random));
        }
        return attributes;
    }

    private static void kde(BytesWriter out, int type, Bytes data) {
        out.u8(Element.VENDOR).u8(4 + data.length()).u24be(Nan.OUI).u8(type).bytes(data);
    }

    /** A NIRA with a fresh nonce. */
    public static IdentityResolution nira(Secret nik, MacAddress nmi, RandomGenerator random) {
        byte[] octets = new byte[Nira.NONCE_LENGTH];
        random.nextBytes(octets);
        Bytes nonce = Bytes.wrap(octets);
        return new IdentityResolution(0, nonce, Nira.tag(nik, nmi, nonce));
    }

    /** Takes the attributes of a follow-up of the peer that was decrypted under the NM-TK. */
    public Outcome receive(List<NanAttribute> attributes) {
        Optional<SharedKeyDescriptor> found = attributes.stream().filter(SharedKeyDescriptor.class::isInstance)
                .map(SharedKeyDescriptor.class::cast).findFirst();
        if (found.isEmpty()) {
            return new Ignored("the follow-up has no Shared Key Descriptor");
        }
        if (TRANSITIONS.next(state, Event.RECEIVE).isEmpty()) {
            return new Ignored("the peer's key is there already");
        }
        Optional<Secret> plain = KeyData.unwrap(kek, found.get().descriptor().keyData());
        if (plain.isEmpty()) {
            return new Refused("the key data are not wrapped under our NM-KEK");
        }
        List<KeyData.Kde> kdes = KeyData.kdes(plain.get());
        Optional<Secret> nik = kdes.stream().flatMap(kde -> KeyData.nik(kde).stream()).findFirst();
        Optional<KeyData.Lifetime> stated = kdes.stream().flatMap(kde -> KeyData.lifetime(kde).stream()).findFirst();
        plain.get().destroy();
        if (nik.isEmpty()) {
            return new Refused("the key data hold no NIK of 16 octets");
        }
        Optional<IdentityResolution> nira = attributes.stream().filter(IdentityResolution.class::isInstance)
                .map(IdentityResolution.class::cast).findFirst();
        boolean verified = nira.filter(one -> one.cipherVersion() == 0
                && Nira.matches(nik.get(), peer, one.nonce(), one.tag())).isPresent();
        if (nira.isPresent() && !verified) {
            return new Refused("the NIRA beside the NIK is not made with it");
        }
        advance(Event.RECEIVE);
        return new Received(new PeerIdentity(nik.get(), stated, verified));
    }

    private void advance(Event event) {
        TRANSITIONS.next(state, event).ifPresent(reached -> state = reached);
    }

    @Override
    public String toString() {
        return "IdentityExchange[" + own + " with " + peer + ", " + state + "]";
    }
}
