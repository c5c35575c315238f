package dev.lanyard.drivers.aware;

import java.io.IOException;

/** Something asked of an {@link AwarePeer} that did not come about. */
public final class AwareException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int reason;

    /** Who is to blame. */
    public enum Kind {
        /** The other device refused. */
        REFUSED,
        /** The other device did not answer in time. */
        SILENT,
        /** What the other device sent is not authentic. */
        NOT_AUTHENTIC,
        /** The peer cannot do it, or was asked at the wrong time. */
        UNABLE
    }

    public AwareException(Kind kind, int reason, String message) {
        super(message);
        this.kind = kind;
        this.reason = reason;
    }

    public Kind kind() {
        return kind;
    }

    /** The reason code of a refusal; 0 where there is none. */
    public int reason() {
        return reason;
    }
}
