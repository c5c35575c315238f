package dev.lanyard.stubs.fault;

/** Why rules of host platforms are broken along with others. */
final class HostReasons {

    static final String CDC_ETHER = "HOST-LINUX-01 asks for everything that cdc_ether needs, this rule among it";
    static final String CDC_NCM = "HOST-LINUX-02 asks for everything that cdc_ncm needs, this rule among it";
    static final String REPLACED = "HOST-LINUX-03 lists every parameter that cdc_ncm replaces, this one among them";
    static final String CODE_10 = "HOST-WIN-01 asks for the interfaces exactly as laid down, this rule among it";
    static final String LENGTHS = "HOST-WIN-02 asks for exact descriptor lengths, this one among them";
    static final String ADDRESS = "HOST-APPLE-07 asks for a host's address of its own, as this rule does";
    static final String PART = "the host platform's rule is broken by breaking one of those it is made of";

    private HostReasons() {}
}
