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
    private static final int NDP_OUT_DIVISOR = 20;

    static final List<Fault> ALL = List.of(
            fault("NCM-REQ-01", "GetNtbParameters is answered with two octets less than the structure has.")
                    .of(Model.NCM)
                    .does(answer(request(CdcRequest.GET_NTB_PARAMETERS),
                            honest -> honest.truncate(NtbParameters.LENGTH - 2))),
            fault("HOST-WIN-04", "wNdpOutDivisor is 1.")
                    .of(Model.NCM)
                    .does(parameter(NDP_OUT_DIVISOR, 1, 0)));

    private RequestFaults() {}

    private static Defect parameter(int offset, int... octets) {
        return answer(request(CdcRequest.GET_NTB_PARAMETERS), honest -> Octets.with(honest, offset, octets));
    }
}
