package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbInputSize;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.ntb.NtbAlignment;
import dev.lanyard.wire.ntb.NtbFormat;
import java.util.Optional;

/**
 * The configuration requests of NCM, made while alternate 0 is selected (NCM 1.0 §6.2.5 to §6.2.9, unchecked). What
 * the options ask for explicitly must succeed; an input size is read back, because some hosts report a refused data
 * stage as success.
 */
final class NcmNegotiation {

    /** No receiver takes less; also stands in for an accessory that says nothing usable. */
    private static final int LEAST_BLOCK = NtbParameters.LEAST_MAX_SIZE;

    /** No read is longer, whatever an accessory claims that it will send. */
    private static final int LARGEST_BLOCK = 16 << 20;

    private final ClassRequests requests;
    private final int controlInterface;
    private final Optional<NcmDescriptor> descriptor;
    private final NtbParameters parameters;
    private final CdcOptions options;
    private final Notes notes;

    NcmNegotiation(ClassRequests requests, int controlInterface, Optional<NcmDescriptor> descriptor,
                   NtbParameters parameters, CdcOptions options, Notes notes) {
        this.requests = requests;
        this.controlInterface = controlInterface;
        this.descriptor = descriptor;
        this.parameters = parameters;
        this.options = options;
        this.notes = notes;
    }

    NcmSettings run(Deadline deadline) throws UsbException, InterruptedException {
        boolean crc = crc(deadline);
        NtbFormat format = format(deadline);
        long inputSize = inputSize(format, deadline);
        long accepted = parameters.dwNtbOutMaxSize();
        if (accepted < LEAST_BLOCK) {
            notes.warning("dwNtbOutMaxSize is " + accepted + "; blocks of up to " + LEAST_BLOCK + " octets are sent");
            accepted = LEAST_BLOCK;
        }
        int block = (int) Math.min(Math.min(accepted, options.maxBlockLength()), format.maxBlockLength());
        NcmSettings settings = new NcmSettings(format, crc, inputSize, accepted, block, maxDatagrams(), alignment());
        notes.info("NCM settings: %s, CRC %s, blocks in up to %d octets, blocks out up to %d octets and %s datagrams"
                .formatted(format, crc ? "on" : "off", inputSize, block,
                        settings.maxDatagrams() == 0 ? "any number of" : settings.maxDatagrams()));
        return settings;
    }

    private boolean crc(Deadline deadline) throws UsbException, InterruptedException {
        if (!options.crc()) {
            return false;
        }
        requests.make(ClassRequest.setCrcMode(controlInterface, 1), deadline);
        return true;
    }

    private NtbFormat format(Deadline deadline) throws UsbException, InterruptedException {
        CdcOptions.Format wanted = options.format() != CdcOptions.Format.WIDEST ? options.format()
                : parameters.offersNtb32() ? CdcOptions.Format.NTB32 : CdcOptions.Format.AUTO;
        switch (wanted) {
            case NTB32 -> {
                if (!parameters.offersNtb32()) {
                    throw new UsbException(UsbError.UNSUPPORTED, "SetNtbFormat to NTB32",
                            "bmNtbFormatsSupported is 0x%04x".formatted(parameters.bmNtbFormatsSupported()));
                }
                requests.make(ClassRequest.setNtbFormat(controlInterface, 1), deadline);
                return NtbFormat.NTB32;
            }
            case NTB16 -> {
                if (parameters.offersNtb32()) {
                    requests.make(ClassRequest.setNtbFormat(controlInterface, 0), deadline);
                }
                return NtbFormat.NTB16;
            }
            default -> {
                return NtbFormat.NTB16;
            }
        }
    }

    private long inputSize(NtbFormat format, Deadline deadline) throws UsbException, InterruptedException {
        long offered = parameters.dwNtbInMaxSize();
        if (offered < LEAST_BLOCK) {
            notes.warning("dwNtbInMaxSize is " + offered + "; blocks of up to " + LEAST_BLOCK + " octets are expected");
            offered = LEAST_BLOCK;
        }
        long largest = Math.min(CdcOptions.LARGEST_INPUT_SIZE, format.maxBlockLength());
        if (options.ntbInputSize() == 0 && offered <= largest + 1) {
            return offered;
        }
        long wanted = options.ntbInputSize() == 0 ? largest : options.ntbInputSize();
        NtbInputSize size = new NtbInputSize(wanted, 0);
        boolean extended = descriptor.filter(d -> d.has(NcmDescriptor.NTB_INPUT_SIZE_8)).isPresent();
        requests.make(extended ? ClassRequest.setNtbInputSizeExtended(controlInterface, size)
                : ClassRequest.setNtbInputSize(controlInterface, size), deadline);
        Bytes answer = requests.make(ClassRequest.getNtbInputSize(controlInterface), deadline);
        long now = NtbInputSize.decode(answer).dwNtbInMaxSize();
        if (now != wanted) {
            notes.warning("SetNtbInputSize asked for " + wanted + ", GetNtbInputSize then answered " + now);
        }
        // Whichever the accessory means, its blocks fit.
        return Math.min(Math.max(Math.max(now, wanted), LEAST_BLOCK), LARGEST_BLOCK);
    }

    private int maxDatagrams() {
        int accepted = parameters.wNtbOutMaxDatagrams();
        if (accepted == 0 || options.maxDatagrams() == 0) {
            return Math.max(accepted, options.maxDatagrams());
        }
        return Math.min(accepted, options.maxDatagrams());
    }

    private NtbAlignment alignment() {
        return NtbAlignment.nearest(parameters.wNdpOutDivisor(), parameters.wNdpOutPayloadRemainder(),
                parameters.wNdpOutAlignment());
    }
}
