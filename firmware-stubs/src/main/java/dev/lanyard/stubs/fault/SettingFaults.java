package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.ConfigurationEdit.configuration;
import static dev.lanyard.stubs.fault.ConfigurationEdit.functional;
import static dev.lanyard.stubs.fault.ControlDefects.accept;
import static dev.lanyard.stubs.fault.ControlDefects.answer;
import static dev.lanyard.stubs.fault.ControlDefects.request;
import static dev.lanyard.stubs.fault.ControlDefects.stall;
import static dev.lanyard.stubs.fault.ControlDefects.take;
import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbEdit;
import dev.lanyard.wire.ntb.NtbEdit.NdpField;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Faults of what an NCM function lets its host negotiate. */
final class SettingFaults {

    private static final int CAPABILITIES = 5;
    private static final int OTHER_LENGTH = 64;
    private static final int IN_MAX_SIZE = 4;
    private static final int CRC = 4;
    private static final int EXTENDED = 8;

    static final List<Fault> ALL = List.of(
            fault("NCM-DESC-04", "bmNetworkCapabilities promises CRC mode, and GetCrcMode is stalled.")
                    .of(Model.NCM)
                    .does(stall(request(CdcRequest.GET_CRC_MODE))),
            fault("NCM-DESC-05", "bmNetworkCapabilities has D1 clear, and SetNetAddress is accepted.")
                    .of(Model.NCM)
                    .does(configuration(edit -> edit.change(functional(CdcCodes.NCM), honest -> Octets.with(honest,
                            CAPABILITIES, honest.u8(CAPABILITIES) & ~NcmDescriptor.NET_ADDRESS)))),
            fault("NCM-REQ-02", "GetNtbParameters with wLength 64 is answered with 64 octets.")
                    .of(Model.NCM)
                    .does(answer(request(CdcRequest.GET_NTB_PARAMETERS), honest ->
                            honest.concat(Bytes.wrap(new byte[OTHER_LENGTH - NtbParameters.LENGTH])))),
            fault("NCM-REQ-08", "GetNtbParameters answers half of dwNtbInMaxSize from its second time on.")
                    .of(Model.NCM)
                    .doing(ChangingParameters::new),
            fault("NCM-REQ-09", "GetNtbInputSize answers 0.")
                    .of(Model.NCM)
                    .breaks("NCM-REQ-18", "the size that is in force again is answered as 0 like any other")
                    .does(answer(request(CdcRequest.GET_NTB_INPUT_SIZE), honest ->
                            Bytes.wrap(new byte[honest.length()]))),
            fault("NCM-REQ-10", "SetNtbInputSize is accepted, GetNtbInputSize answers it, and blocks are as long as "
                    + "before.")
                    .of(Model.NCM)
                    .doing(() -> new RememberedSize(true, size -> size >= NtbParameters.LEAST_MAX_SIZE)),
            fault("NCM-REQ-11", "SetNtbInputSize is accepted with a size out of range.")
                    .of(Model.NCM)
                    .doing(() -> new RememberedSize(true, size -> size < NtbParameters.LEAST_MAX_SIZE)),
            fault("NCM-REQ-12", "wNtbInMaxDatagrams is accepted and not obeyed.")
                    .of(Model.NCM)
                    .does(take(request(CdcRequest.SET_NTB_INPUT_SIZE).and(setup -> setup.wLength() == EXTENDED),
                            ControlRequest::accept)),
            fault("NCM-REQ-13", "In NTB32 mode the tables have the signature of NTB16.")
                    .of(Model.NCM)
                    .does(LinkDefects.transfer(SettingFaults::table16)),
            fault("NCM-REQ-14", "SetNtbFormat is accepted with any wValue.")
                    .of(Model.NCM)
                    .does(accept(request(CdcRequest.SET_NTB_FORMAT).and(setup -> setup.wValue() > 1))),
            fault("NCM-REQ-15", "The CRC behind datagrams has its octets in the wrong order.")
                    .of(Model.NCM)
                    .does(LinkDefects.transfer(SettingFaults::reversedCrc)),
            fault("NCM-REQ-16", "GetMaxDatagramSize answers 0.")
                    .of(Model.NCM)
                    .does(answer(request(CdcRequest.GET_MAX_DATAGRAM_SIZE), honest ->
                            Bytes.wrap(new byte[honest.length()]))),
            fault("NCM-REQ-17", "GetNetAddress answers the accessory's own address.")
                    .of(Model.NCM)
                    .does(answer(request(CdcRequest.GET_NET_ADDRESS), honest ->
                            Octets.with(honest, 5, honest.u8(5) + 1))),
            fault("NCM-REQ-18", "Alternate setting 0 keeps the input size that was set.")
                    .of(Model.NCM)
                    .doing(() -> new RememberedSize(false, size -> size >= NtbParameters.LEAST_MAX_SIZE
                            && size <= 0xFFFF)),
            fault("NCM-REQ-19", "Requests that read are answered whatever their wValue is.")
                    .of(Model.NCM)
                    .does(take(SettingFaults::isReadWithValue, request ->
                            request.reply(Bytes.wrap(new byte[request.setup().wLength()])))));

    private SettingFaults() {}

    private static boolean isReadWithValue(SetupPacket setup) {
        return setup.wValue() != 0 && CdcRequest.of(setup).filter(kind -> kind.isDeviceToHost()
                && kind.code() >= CdcRequest.GET_NTB_PARAMETERS.code()).isPresent();
    }

    private static Bytes table16(Bytes honest) {
        return Ntb.decode(honest).format() == NtbFormat.NTB16 ? honest
                : NtbEdit.of(honest).ndp(0, NdpField.SIGNATURE, NtbFormat.NTB16.ndpSignature(false)).build();
    }

    private static Bytes reversedCrc(Bytes honest) {
        Ntb block = Ntb.decode(honest);
        Bytes made = honest;
        for (Ntb.Ndp ndp : block.ndps()) {
            for (Ntb.Entry entry : block.hasCrc(ndp) ? ndp.datagramEntries() : List.<Ntb.Entry>of()) {
                int at = (int) (entry.datagramIndex() + entry.datagramLength()) - CRC;
                made = Octets.with(made, at, honest.u8(at + 3), honest.u8(at + 2), honest.u8(at + 1), honest.u8(at));
            }
        }
        return made;
    }

    private static final class ChangingParameters extends StatefulDefect {

        private int asked;

        @Override
        Optional<ControlRequest> handle(ControlRequest request) {
            boolean parameters = ControlDefects.request(CdcRequest.GET_NTB_PARAMETERS).test(request.setup());
            return Optional.of(!parameters || asked++ == 0 ? request : request.replyingThrough(honest ->
                    Octets.with(honest, IN_MAX_SIZE + 1, honest.u8(IN_MAX_SIZE + 1) >> 1)));
        }
    }

    /** Keeps sizes that SetNtbInputSize asks for and has GetNtbInputSize answer them. */
    private static final class RememberedSize extends StatefulDefect {

        private final boolean withheld;
        private final Predicate<Long> which;
        private Optional<Bytes> remembered = Optional.empty();

        /**
         * @param withheld the function does not learn of such a size
         * @param which    sizes that are kept
         */
        RememberedSize(boolean withheld, Predicate<Long> which) {
            this.withheld = withheld;
            this.which = which;
        }

        @Override
        public void attached() {
            super.attached();
            remembered = Optional.empty();
        }

        @Override
        Optional<ControlRequest> handle(ControlRequest request) {
            SetupPacket setup = request.setup();
            if (ControlDefects.request(CdcRequest.SET_NTB_INPUT_SIZE).test(setup) && setup.wLength() == CRC
                    && request.data().has(0, CRC)) {
                boolean kept = which.test(request.data().u32le(0));
                remembered = kept ? Optional.of(request.data().truncate(CRC)) : remembered.filter(_ -> !withheld);
                if (kept && withheld) {
                    request.accept();
                    return Optional.empty();
                }
            }
            boolean asked = ControlDefects.request(CdcRequest.GET_NTB_INPUT_SIZE).test(setup) && setup.wLength() == CRC
                    && setup.wValue() == 0;
            return Optional.of(asked && remembered.isPresent()
                    ? request.replyingThrough(_ -> remembered.get()) : request);
        }
    }
}
