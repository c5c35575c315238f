package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.PasnParametersElement;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.nan.pairing.PasnExchange;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody who hears each message and sends one under another's address at once, before the genuine answer: whatever
 * carries no right code ends nothing, and what the two devices were at comes to its end.
 */
class ForgedFramesTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NAME = "_lanyard._udp";
    private static final Password PIN = Password.of("012345");
    private static final Password SECRET = Password.of("a passphrase");
    private static final MacAddress ACCESSORY = MacAddress.parse("02:11:22:33:44:01");
    private static final MacAddress PHONE = MacAddress.parse("02:11:22:33:44:02");

    private final VirtualAir air = new VirtualAir(7);
    private final NanStack accessory = stack("accessory", ACCESSORY);
    private final NanStack phone = stack("phone", PHONE);
    private final List<Radio> attacker = List.of(air.radio("attacker", Nan.CHANNEL_2_4GHZ),
            air.radio("attacker too", Station.DATA_CHANNEL));
    private final Random random = new Random(7);
    private int forged;

    private NanStack stack(String name, MacAddress nmi) {
        return new NanStack(air.radio(name, Nan.CHANNEL_2_4GHZ), NanSettings.of(name, nmi,
                new MacAddress(nmi.value() | 0x0400_0000_0000L), nmi.value()).withPin(PIN));
    }

    @AfterEach
    void end() {
        air.close();
    }

    // --- what the attacker does ---

    /** To each frame that {@code which} picks, the attacker sends what {@code answer} makes of it. */
    private void whenHeard(Predicate<NanFrame> which, Function<NanFrame, Bytes> answer) {
        air.watch((from, frame) -> {
            if (!attacker.contains(from)) {
                NanFrame.decode(frame.octets()).filter(which).ifPresent(heard -> {
                    Bytes made = answer.apply(heard);
                    forged++;
                    attacker.forEach(radio -> radio.send(made));
                });
            }
        });
    }

    private FrameHeader answering(NanFrame heard, int subtype) {
        return FrameHeader.management(subtype, heard.header().address2(), heard.header().address1(),
                heard.header().address3(), random.nextInt(4096));
    }

    private FrameHeader like(NanFrame heard) {
        return FrameHeader.management(heard.header().subtype(), heard.header().address1(), heard.header().address2(),
                heard.header().address3(), random.nextInt(4096));
    }

    private static Predicate<NanFrame> pasn(int transaction) {
        return frame -> frame instanceof PasnFrame one && one.transaction() == transaction
                && one.authentication().status() == 0;
    }

    private static Predicate<NanFrame> naf(int subtype) {
        return frame -> frame instanceof NanActionFrame one && one.subtype() == subtype;
    }

    private Bytes pasnAnswer(NanFrame heard, AuthenticationBody body) {
        return answering(heard, FrameHeader.AUTHENTICATION).encode().concat(body.encode());
    }

    private Bytes action(FrameHeader header, NanFrame of, int subtype, UnaryOperator<NanAttribute> change) {
        return NanActionFrame.create(ActionBody.PUBLIC, subtype, header,
                of.attributes().values().stream().map(change).toList()).encode();
    }

    private static UnaryOperator<NanAttribute> withWrongCode() {
        return one -> one instanceof SharedKeyDescriptor key ? new SharedKeyDescriptor(key.publishId(),
                key.descriptor().withMic(Bytes.wrap(new byte[key.descriptor().mic().length()]))) : one;
    }

    private static UnaryOperator<NanAttribute> as(int type, int status) {
        return one -> one instanceof NdpExtension old ? new NdpExtension(old.dialogToken(), type | status << 4,
                status == DataPath.REJECTED ? 8 : 0, old.initiatorNdi(), old.ndpId(), old.control(), old.publishId(),
                old.responderNdi(), old.tlvs()) : one;
    }

    // --- what goes on meanwhile ---

    private static AwareService pairable(BootstrappingMethod... methods) {
        return AwareService.of(NAME).pairing(Set.of(methods), OptionalInt.of(7));
    }

    private AwareService.Found discover(int handle) throws InterruptedException {
        return phone.await(0, event -> event instanceof AwareEvent.Discovered found && found.handle() == handle, SOON)
                .map(event -> ((AwareEvent.Discovered) event).service()).orElseThrow();
    }

    private AwareOutcome pairs() throws Exception {
        accessory.publish(pairable(BootstrappingMethod.PIN_DISPLAY, BootstrappingMethod.OPPORTUNISTIC));
        int handle = phone.subscribe(pairable(BootstrappingMethod.PIN_KEYPAD, BootstrappingMethod.OPPORTUNISTIC));
        AwareService.Found found = discover(handle);
        AwareOutcome agreed = phone.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON);
        assertTrue(agreed.done(), agreed.text());
        AwareOutcome paired = phone.pair(handle, found, Optional.of(PIN), SOON);
        assertTrue(paired.done(), paired.text());
        assertTrue(phone.openDataPath(handle, found, new DataPathSecurity.Paired(Optional.empty()), SOON).secured());
        assertTrue(forged > 0, "nothing was forged");
        return paired;
    }

    private void opens() throws Exception {
        AwareService service = AwareService.of(NAME).passphrase(CipherSuite.NCS_SK_128, SECRET, OptionalInt.of(7));
        accessory.publish(service);
        int handle = phone.subscribe(service);
        AwareDataPath path = phone.openDataPath(handle, discover(handle),
                new DataPathSecurity.Passphrase(CipherSuite.NCS_SK_128, SECRET), SOON);
        assertTrue(path.secured());
        assertTrue(accessory.await(0, AwareEvent.DataPathOpened.class::isInstance, SOON).isPresent());
        assertTrue(forged > 0, "nothing was forged");
    }

    // --- bootstrapping ---

    private static Optional<PairingBootstrapping> npba(NanFrame frame, int type) {
        return frame instanceof ServiceDiscoveryFrame ? frame.first(PairingBootstrapping.class)
                .filter(one -> one.type() == type && one.status() == PairingBootstrapping.ACCEPTED) : Optional.empty();
    }

    private Bytes followUp(NanFrame heard, FrameHeader header, PairingBootstrapping npba) {
        ServiceDescriptor said = heard.first(ServiceDescriptor.class).orElseThrow();
        boolean back = header.address1().equals(heard.header().address2());
        return ServiceDiscoveryFrame.create(ActionBody.PUBLIC, header, List.of(ServiceDescriptor.of(
                ServiceDescriptor.Type.FOLLOW_UP, ServiceId.of(NAME),
                back ? said.requestorInstanceId() : said.instanceId(),
                back ? said.instanceId() : said.requestorInstanceId()), npba)).encode();
    }

    private void answersRequests(Function<PairingBootstrapping, PairingBootstrapping> how) {
        whenHeard(frame -> npba(frame, PairingBootstrapping.REQUEST).isPresent(), heard -> followUp(heard,
                answering(heard, FrameHeader.ACTION), how.apply(npba(heard, PairingBootstrapping.REQUEST)
                        .orElseThrow())));
    }

    @Test
    void aRejectionOfBootstrappingIsNotBelievedWhenItIsAccepted() throws Exception {
        answersRequests(asked -> PairingBootstrapping.reject(asked.dialogToken(), 13));
        pairs();
    }

    @Test
    void aComebackKeepsNoAcceptanceOut() throws Exception {
        answersRequests(asked -> PairingBootstrapping.comeBack(asked.dialogToken(), 65_535, Bytes.of(1, 2)));
        pairs();
    }

    @ParameterizedTest
    @EnumSource(value = BootstrappingMethod.class, names = {"PIN_KEYPAD", "OPPORTUNISTIC"})
    void anotherRequestUnderTheSameAddressUndoesNoAgreement(BootstrappingMethod method) throws Exception {
        whenHeard(frame -> npba(frame, PairingBootstrapping.REQUEST).isPresent(), heard -> followUp(heard, like(heard),
                PairingBootstrapping.request(1 + npba(heard, PairingBootstrapping.REQUEST).orElseThrow().dialogToken()
                        % 255, method.bit())));
        pairs();
    }

    @Test
    void aRequestToWhoHasAskedItselfUndoesNoAgreement() throws Exception {
        whenHeard(frame -> npba(frame, PairingBootstrapping.RESPONSE).isPresent(), heard -> followUp(heard, like(heard),
                PairingBootstrapping.request(99, BootstrappingMethod.OPPORTUNISTIC.bit())));
        pairs();
    }

    // --- PASN ---

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 53})
    void aRefusalInTheSecondMessageEndsNoPairing(int status) throws Exception {
        whenHeard(pasn(1), heard -> pasnAnswer(heard, AuthenticationBody.pasn(2, status, Elements.NONE)));
        AwareOutcome paired = pairs();
        assertTrue(paired.text().contains("passed over"), paired.text());
    }

    @Test
    void aSecondMessageWithoutItsContentsEndsNoPairing() throws Exception {
        whenHeard(pasn(1), heard -> pasnAnswer(heard, AuthenticationBody.pasn(2, 0,
                ((PasnFrame) heard).authentication().elements())));
        pairs();
    }

    @Test
    void aComebackInTheSecondMessageEndsNoPairing() throws Exception {
        whenHeard(pasn(1), heard -> pasnAnswer(heard, AuthenticationBody.pasn(2,
                PasnExchange.STATUS_REJECTED_TEMPORARILY, Elements.of(new PasnParametersElement(
                        PasnParametersElement.COMEBACK_PRESENT, 0, Optional.of(new PasnParametersElement.Comeback(
                                OptionalInt.of(65_535), Bytes.of(1, 2))), OptionalInt.empty(), Bytes.EMPTY)))));
        pairs();
    }

    /** The responder hears it before the genuine one, since it answers what the initiator is answering too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15})
    void aForgedThirdMessageEndsNoPairing(int status) throws Exception {
        whenHeard(pasn(2), heard -> pasnAnswer(heard, AuthenticationBody.pasn(3, status, Elements.NONE)));
        pairs();
    }

    // --- data paths ---

    @Test
    void aResponseWithAWrongCodeEndsNoDataPath() throws Exception {
        whenHeard(naf(NanActionFrame.DATA_PATH_RESPONSE), heard -> action(like(heard), heard,
                NanActionFrame.DATA_PATH_RESPONSE, withWrongCode()));
        whenHeard(naf(NanActionFrame.DATA_PATH_REQUEST), heard -> action(answering(heard, FrameHeader.ACTION), heard,
                NanActionFrame.DATA_PATH_RESPONSE, as(DataPath.RESPONSE, DataPath.CONTINUED)));
        opens();
    }

    @Test
    void aRefusalThatTheGenuineResponseContradictsEndsNoDataPath() throws Exception {
        whenHeard(naf(NanActionFrame.DATA_PATH_REQUEST), heard -> action(answering(heard, FrameHeader.ACTION), heard,
                NanActionFrame.DATA_PATH_RESPONSE, as(DataPath.RESPONSE, DataPath.REJECTED)));
        opens();
    }

    @ParameterizedTest
    @ValueSource(ints = {DataPath.CONTINUED, DataPath.REJECTED})
    void aForgedConfirmEndsNoDataPath(int status) throws Exception {
        whenHeard(naf(NanActionFrame.DATA_PATH_RESPONSE), heard -> action(answering(heard, FrameHeader.ACTION), heard,
                NanActionFrame.DATA_PATH_CONFIRM, as(DataPath.CONFIRM, status)));
        opens();
    }

    @ParameterizedTest
    @ValueSource(ints = {DataPath.ACCEPTED, DataPath.REJECTED})
    void aForgedKeyInstallmentEndsNoDataPath(int status) throws Exception {
        whenHeard(naf(NanActionFrame.DATA_PATH_CONFIRM), heard -> action(answering(heard, FrameHeader.ACTION), heard,
                NanActionFrame.DATA_PATH_KEY_INSTALLMENT, as(DataPath.SECURITY_INSTALL, status)));
        opens();
    }

    /** To either end, in either direction, as soon as anything is heard of a data path. */
    @ParameterizedTest
    @ValueSource(ints = {NanActionFrame.DATA_PATH_REQUEST, NanActionFrame.DATA_PATH_RESPONSE,
        NanActionFrame.DATA_PATH_CONFIRM, NanActionFrame.DATA_PATH_KEY_INSTALLMENT})
    void aForgedTerminationEndsNoDataPath(int after) throws Exception {
        whenHeard(naf(after), heard -> action(answering(heard, FrameHeader.ACTION), heard,
                NanActionFrame.DATA_PATH_TERMINATION, as(DataPath.TERMINATE, DataPath.REJECTED)));
        whenHeard(naf(after), heard -> action(like(heard), heard, NanActionFrame.DATA_PATH_TERMINATION,
                as(DataPath.TERMINATE, DataPath.REJECTED)));
        opens();
    }

    /** Another nonce under the same name: the genuine Confirm must still find the handshake that it belongs to. */
    @Test
    void aChangedRequestUnderTheSameNameEndsNoDataPath() throws Exception {
        whenHeard(naf(NanActionFrame.DATA_PATH_REQUEST), heard -> action(like(heard), heard,
                NanActionFrame.DATA_PATH_REQUEST, one -> one instanceof SharedKeyDescriptor key
                        ? new SharedKeyDescriptor(key.publishId(), KeyDescriptor.of(
                                key.descriptor().keyInformation(), key.descriptor().replayCounter(),
                                Bytes.hex("5a".repeat(32)), key.descriptor().mic(), Bytes.EMPTY)) : one));
        opens();
    }

    @Test
    void whatWasPassedOverIsCounted() throws Exception {
        aResponseWithAWrongCodeEndsNoDataPath();
        assertTrue(phone.rejected() > 0);
    }
}
