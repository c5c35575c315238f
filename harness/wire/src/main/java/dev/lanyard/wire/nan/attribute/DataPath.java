package dev.lanyard.wire.nan.attribute;

/** Numbers that {@link NdpAttribute}, {@link NdpExtension} and {@link Ndl} share. */
public final class DataPath {

    /** Types: b0–3 of type and status. */
    public static final int REQUEST = 0;
    public static final int RESPONSE = 1;
    public static final int CONFIRM = 2;
    public static final int SECURITY_INSTALL = 3;
    public static final int TERMINATE = 4;

    /** Status: b4–7 of type and status. */
    public static final int CONTINUED = 0;
    public static final int ACCEPTED = 1;
    public static final int REJECTED = 2;

    /** Bits of the control field of NDP and NDPE. */
    public static final int CONFIRM_REQUIRED = 0x01;
    public static final int SECURITY_PRESENT = 0x04;
    public static final int PUBLISH_ID_PRESENT = 0x08;
    public static final int RESPONDER_NDI_PRESENT = 0x10;
    /** Of NDP only. */
    public static final int SERVICE_INFO_PRESENT = 0x20;
    /** Of NDPE only. */
    public static final int GTK_REQUIRED = 0x20;

    private DataPath() {}
}
