package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.ControlDefects.answer;
import static dev.lanyard.stubs.fault.ControlDefects.request;
import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NtbParameters;
import java.util.List;

/** Faults of class requests and of the parameters they answer. */
final class RequestFaults {

    /** Where the fields of the NTB parameter structure are (NCM 1.0 table 6-3). */
    private static final int FORMATS = 2;
    private static final int OUT_MAX_SIZE = 16;
    private static final int NDP_OUT_DIVISOR = 20;
    private static final int NDP_OUT_REMAINDER = 22;
    private static final int NDP_OUT_ALIGNMENT = 24;

    static final List<Fault> ALL = List.of(
            fault("NCM-REQ-01", "GetNtbParameters is answered with two octets less than the structure has.")
                    .of(Model.NCM)
                    .does(answer(request(CdcRequest.GET_NTB_PARAMETERS),
                            honest -> honest.truncate(NtbParameters.LENGTH - 2))),
            fault("NCM-REQ-03", "bmNtbFormatsSupported offers NTB32 without NTB16.")
                    .of(Model.NCM)
                    .does(parameter(FORMATS, 2, 0)),
            fault("NCM-REQ-04", "dwNtbOutMaxSize is 1024.")
                    .of(Model.NCM)
                    .breaks("HOST-LINUX-03", HostReasons.REPLACED)
                    .does(parameter(OUT_MAX_SIZE, 0, 4, 0, 0)),
            fault("NCM-REQ-05", "dwNtbOutMaxSize is 131072, and NTB32 is not offered.")
                    .of(Model.NCM)
                    .does(parameter(FORMATS, 1, 0), parameter(OUT_MAX_SIZE, 0, 0, 2, 0)),
            fault("NCM-REQ-06", "wNdpOutAlignment is 3.")
                    .of(Model.NCM)
                    .breaks("HOST-LINUX-03", HostReasons.REPLACED)
                    .does(parameter(NDP_OUT_ALIGNMENT, 3, 0)),
            fault("NCM-REQ-07", "wNdpOutPayloadRemainder is 5, and the divisor 4.")
                    .of(Model.NCM)
                    .breaks("HOST-LINUX-03", HostReasons.REPLACED)
                    .does(parameter(NDP_OUT_REMAINDER, 5, 0)),
            fault("HOST-WIN-04", "wNdpOutDivisor is 1.")
                    .of(Model.NCM)
                    .breaks("HOST-LINUX-03", HostReasons.REPLACED)
                    .does(parameter(NDP_OUT_DIVISOR, 1, 0)),
            fault("HOST-LINUX-02", "GetNtbParameters is stalled, so cdc_ncm does not bind.")
                    .of(Model.NCM)
                    .breaks("NCM-REQ-01", HostReasons.PART)
                    .does(ControlDefects.stall(request(CdcRequest.GET_NTB_PARAMETERS))),
            fault("HOST-LINUX-03", "wNdpOutDivisor is 3, which cdc_ncm replaces.")
                    .of(Model.NCM)
                    .breaks("HOST-WIN-04", "HOST-WIN-04 asks for divisors that are powers of two as well")
                    .does(parameter(NDP_OUT_DIVISOR, 3, 0)));

    private RequestFaults() {}

    /** Says something else in the structure, and does what it did. */
    static Defect parameter(int offset, int... octets) {
        return answer(request(CdcRequest.GET_NTB_PARAMETERS), honest -> Octets.with(honest, offset, octets));
    }
}
