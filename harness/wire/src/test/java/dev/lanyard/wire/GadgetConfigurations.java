package dev.lanyard.wire;

/** Configurations that the Linux 6.1.192 gadget functions sent at high speed, captured over USB/IP. */
public final class GadgetConfigurations {

    public static final Bytes F_ECM = Bytes.hex("""
            090258000201048001 080b000202060008 090400000102060005 0524001001 0524060001
            0d240f0600000000ea05000000 07058203100009
            09040100000a000000 09040101020a000007 07058102000200 07050102000200""");

    public static final Bytes F_NCM = Bytes.hex("""
            09025e000201048001 080b0002020d0008 0904000001020d0005 0524001001 0524060001
            0d240f0600000000ea05000000 06241a000111 07058203100009
            09040100000a000107 09040101020a000107 07058102000200 07050102000200""");

    private GadgetConfigurations() {}
}
