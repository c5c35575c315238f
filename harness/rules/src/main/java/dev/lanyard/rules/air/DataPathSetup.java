package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The set-up of a data path, and the path after it, as far as its frames were seen. */
public final class DataPathSetup {

    /** NAF subtypes of a data path. */
    public static final int REQUEST = 5;
    public static final int RESPONSE = 6;
    public static final int CONFIRM = 7;
    public static final int KEY_INSTALLMENT = 8;
    public static final int TERMINATION = 9;

    private static final int MAX_CONTEXTS = 4;

    private final Key key;
    private final Pair pair;
    private final NdpFields request;
    private final long firstFrame;
    private final Bytes firstBody;
    private final Optional<CipherSuite> suite;
    private final Optional<SharedKeyDescriptor> firstDescriptor;
    private int lastSubtype = REQUEST;
    private int lastStatus;
    private int lastReason;
    private Optional<MacAddress> responderNdi;
    private Optional<SharedKeyDescriptor> responseDescriptor = Optional.empty();
    private Optional<SharedKeyDescriptor> confirmDescriptor = Optional.empty();
    private final List<SecurityContextInfo> contexts = new ArrayList<>(2);
    private Optional<Secret> provenPmk = Optional.empty();
    private boolean established;
    private boolean terminated;
    private boolean doubtful;

    /** What a data path is known by. */
    public record Key(MacAddress initiatorNdi, int ndpId) {}

    DataPathSetup(Pair pair, NdpFields request, AirFrame frame) {
        this.key = new Key(request.initiatorNdi(), request.ndpId());
        this.pair = pair;
        this.request = request;
        this.firstFrame = frame.number();
        this.firstBody = frame.bodyOctets();
        this.suite = frame.value(CipherSuiteInfo.class).filter(csia -> csia.suites().size() == 1)
                .flatMap(csia -> CipherSuite.of(csia.suites().getFirst().id()));
        this.firstDescriptor = frame.value(SharedKeyDescriptor.class);
        this.responderNdi = request.responderNdi();
        frame.value(SecurityContextInfo.class).ifPresent(contexts::add);
    }

    void advance(AirFrame frame, NdpFields fields) {
        lastSubtype = frame.subtype();
        lastStatus = fields.status();
        lastReason = fields.reason();
        switch (frame.subtype()) {
            case RESPONSE -> {
                responderNdi = fields.responderNdi().or(() -> responderNdi);
                responseDescriptor = frame.value(SharedKeyDescriptor.class);
                frame.value(SecurityContextInfo.class).filter(_ -> contexts.size() < MAX_CONTEXTS)
                        .ifPresent(contexts::add);
                established |= !isSecured() && fields.status() == DataPath.ACCEPTED;
            }
            case CONFIRM -> {
                confirmDescriptor = frame.value(SharedKeyDescriptor.class);
                established |= !isSecured() && fields.status() != DataPath.REJECTED;
            }
            case KEY_INSTALLMENT -> established |= fields.status() == DataPath.ACCEPTED;
            case TERMINATION -> terminated = true;
            default -> { }
        }
    }

    public Key key() {
        return key;
    }

    /** The NMIs. */
    public Pair pair() {
        return pair;
    }

    /** NDP or NDPE of the request. */
    public NdpFields request() {
        return request;
    }

    public long firstFrame() {
        return firstFrame;
    }

    public int lastSubtype() {
        return lastSubtype;
    }

    public int lastStatus() {
        return lastStatus;
    }

    public int lastReason() {
        return lastReason;
    }

    public Optional<MacAddress> responderNdi() {
        return responderNdi;
    }

    /** Whether the request asks for security. */
    public boolean isSecured() {
        return request.secured();
    }

    /** Whether the last message of the set-up accepted it. */
    public boolean isEstablished() {
        return established && !terminated;
    }

    /** Its devices said something to each other that nobody could read: perhaps its end. */
    void doubt() {
        doubtful = true;
    }

    /** Whether it is up for all that is known, and nothing unread may have ended it. */
    public boolean isSurelyUp() {
        return isEstablished() && !doubtful;
    }

    /** Whether it was once up. */
    public boolean wasEstablished() {
        return established;
    }

    public boolean isRejected() {
        return lastStatus == DataPath.REJECTED;
    }

    public Optional<CipherSuite> suite() {
        return suite;
    }

    /** The body of M1. */
    public Bytes firstBody() {
        return firstBody;
    }

    /** The Shared Key Descriptor of M1 (5), M2 (6) or M3 (7). */
    public Optional<SharedKeyDescriptor> descriptor(int naf) {
        return switch (naf) {
            case REQUEST -> firstDescriptor;
            case RESPONSE -> responseDescriptor;
            case CONFIRM -> confirmDescriptor;
            default -> Optional.empty();
        };
    }

    /** The Security Context Information of the messages so far. */
    List<SecurityContextInfo> contexts() {
        return contexts;
    }

    /** The PMK whose keys made an integrity code of this set-up. */
    Optional<Secret> provenPmk() {
        return provenPmk;
    }

    void prove(Secret pmk) {
        provenPmk = Optional.of(pmk);
    }

    /**
     * The keys that a PMK gives, once both nonces are known.
     *
     * @param second the descriptor of M2, while that is the frame in view
     * @param ndi    the responder's data interface that it names
     */
    public Optional<DataPathKeys> keys(Secret pmk, Optional<SharedKeyDescriptor> second, Optional<MacAddress> ndi) {
        Optional<SharedKeyDescriptor> answer = second.or(() -> responseDescriptor);
        Optional<MacAddress> responder = ndi.or(() -> responderNdi);
        if (suite.isEmpty() || firstDescriptor.isEmpty() || answer.isEmpty() || responder.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(DataPathKeys.derive(suite.get(), pmk, key.initiatorNdi(), responder.get(),
                firstDescriptor.get().descriptor().nonce(), answer.get().descriptor().nonce()));
    }
}
