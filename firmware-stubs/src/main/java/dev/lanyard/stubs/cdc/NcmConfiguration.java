package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbInputSize;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.ntb.NtbFormat;

/** What a host may negotiate with an NCM function (NCM 1.0 §6.2): the requests, their ranges, and the result. */
final class NcmConfiguration {

    private static final int LEAST_DATAGRAM_SIZE = 1514;

    private final NtbParameters parameters;
    private final int capabilities;
    private final FrameFilter filter;
    private NtbFormat format;
    private boolean crc;
    private NtbInputSize inputSize;
    private int maxDatagramSize;
    private boolean changed;

    /** {@code capabilities} are those of {@link NcmDescriptor}: a request without its bit is stalled. */
    NcmConfiguration(NtbParameters parameters, int capabilities, FrameFilter filter) {
        this.parameters = parameters;
        this.capabilities = capabilities;
        this.filter = filter;
        reset();
    }

    void reset() {
        format = NtbFormat.NTB16;
        crc = false;
        inputSize = new NtbInputSize(parameters.dwNtbInMaxSize(), 0);
        maxDatagramSize = FunctionSettings.MAX_SEGMENT_SIZE;
        changed = true;
    }

    NtbParameters parameters() {
        return parameters;
    }

    NtbFormat format() {
        return format;
    }

    boolean crc() {
        return crc;
    }

    NtbInputSize inputSize() {
        return inputSize;
    }

    boolean has(int capability) {
        return (capabilities & capability) != 0;
    }

    /** Whether anything changed since this was last asked. */
    boolean takeChange() {
        boolean was = changed;
        changed = false;
        return was;
    }

    void request(CdcRequest kind, ControlRequest request) {
        if (!isSupported(kind) || kind.isDeviceToHost() && request.setup().wValue() != 0) {
            request.stall();
            return;
        }
        switch (kind) {
            case GET_NTB_PARAMETERS -> request.reply(parameters.encode());
            case GET_NET_ADDRESS -> request.reply(filter.hostAddress().bytes());
            case SET_NET_ADDRESS -> end(request, setNetAddress(request.data()));
            case GET_NTB_FORMAT -> request.reply(u16(format.ordinal()));
            case SET_NTB_FORMAT -> end(request, setFormat(request.setup().wValue()));
            case GET_NTB_INPUT_SIZE -> request.reply(isExtended(request.setup().wLength())
                    ? inputSize.encodeExtended() : inputSize.encode());
            case SET_NTB_INPUT_SIZE -> end(request, setInputSize(request.data()));
            case GET_MAX_DATAGRAM_SIZE -> request.reply(u16(maxDatagramSize));
            case SET_MAX_DATAGRAM_SIZE -> end(request, setMaxDatagramSize(request.data()));
            case GET_CRC_MODE -> request.reply(u16(crc ? 1 : 0));
            case SET_CRC_MODE -> end(request, setCrc(request.setup().wValue()));
            default -> request.stall();
        }
    }

    private boolean isSupported(CdcRequest kind) {
        return switch (kind) {
            case GET_NTB_PARAMETERS, GET_NTB_INPUT_SIZE, SET_NTB_INPUT_SIZE -> true;
            case GET_NTB_FORMAT, SET_NTB_FORMAT -> parameters.offersNtb32();
            case GET_NET_ADDRESS, SET_NET_ADDRESS -> has(NcmDescriptor.NET_ADDRESS);
            case GET_MAX_DATAGRAM_SIZE, SET_MAX_DATAGRAM_SIZE -> has(NcmDescriptor.MAX_DATAGRAM_SIZE);
            case GET_CRC_MODE, SET_CRC_MODE -> has(NcmDescriptor.CRC_MODE);
            default -> false;
        };
    }

    private boolean setNetAddress(Bytes data) {
        if (data.length() != 6 || MacAddress.at(data, 0).isGroup()) {
            return false;
        }
        filter.setHostAddress(MacAddress.at(data, 0));
        return true;
    }

    private boolean setFormat(int value) {
        if (value >= NtbFormat.values().length) {
            return false;
        }
        format = NtbFormat.values()[value];
        return change();
    }

    private boolean setInputSize(Bytes data) {
        if (data.length() != NtbInputSize.LENGTH && !isExtended(data.length())) {
            return false;
        }
        NtbInputSize wanted = NtbInputSize.decode(data);
        if (wanted.dwNtbInMaxSize() < NtbParameters.LEAST_MAX_SIZE
                || wanted.dwNtbInMaxSize() > parameters.dwNtbInMaxSize()) {
            return false;
        }
        inputSize = wanted;
        return change();
    }

    private boolean setMaxDatagramSize(Bytes data) {
        if (data.length() != 2 || data.u16le(0) < LEAST_DATAGRAM_SIZE
                || data.u16le(0) > FunctionSettings.MAX_SEGMENT_SIZE) {
            return false;
        }
        maxDatagramSize = data.u16le(0);
        return true;
    }

    private boolean setCrc(int value) {
        if (value > 1) {
            return false;
        }
        crc = value == 1;
        return change();
    }

    private boolean change() {
        changed = true;
        return true;
    }

    private boolean isExtended(int length) {
        return length == NtbInputSize.EXTENDED_LENGTH && has(NcmDescriptor.NTB_INPUT_SIZE_8);
    }

    private static Bytes u16(int value) {
        return Bytes.of(value, value >> 8);
    }

    private static void end(ControlRequest request, boolean done) {
        if (done) {
            request.accept();
        } else {
            request.stall();
        }
    }
}
