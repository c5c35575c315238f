package dev.lanyard.rules.catalogue;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.List;
import java.util.Optional;

/** Picks class requests and standard requests out of the control transfers of an attempt. */
final class ClassRequestsMade {

    private ClassRequestsMade() {}

    /** Requests of this kind that were answered one way or another, to the control interface or to another. */
    static List<Seen<Event.Transfer>> all(Observation seen, CdcRequest request) {
        return seen.requests(request).stream().filter(made -> Answers.isAnswer(made.what())).toList();
    }

    /** Of these, requests to the control interface, with wValue 0 where the specification says so. */
    static List<Seen<Event.Transfer>> proper(Observation seen, CdcFunction function, CdcRequest request) {
        return all(seen, request).stream().filter(made -> isProper(function, request, made.what().setup())).toList();
    }

    static boolean isProper(CdcFunction function, CdcRequest request, SetupPacket setup) {
        return setup.wIndex() == function.control().bInterfaceNumber()
                && (setup.wValue() == 0 || takesValue(request));
    }

    private static boolean takesValue(CdcRequest request) {
        return switch (request) {
            case SET_ETHERNET_MULTICAST_FILTERS, SET_ETHERNET_POWER_MANAGEMENT_PATTERN_FILTER,
                 GET_ETHERNET_POWER_MANAGEMENT_PATTERN_FILTER, SET_ETHERNET_PACKET_FILTER, GET_ETHERNET_STATISTIC,
                 SET_NTB_FORMAT, SET_CRC_MODE -> true;
            default -> false;
        };
    }

    /** ECM functions take packet filters, NCM functions only where D0 of bmNetworkCapabilities says so. */
    static boolean offersPacketFilter(CdcFunction function) {
        return function.model() != CdcFunction.Model.NCM
                || function.ncm().filter(ncm -> ncm.has(NcmDescriptor.PACKET_FILTER)).isPresent();
    }

    /** The finding, unless it is that nobody set a packet filter, which the function does not offer. */
    static Finding whereFilterOffered(CdcFunction function, Finding finding) {
        return finding.kind() == Finding.Kind.UNSEEN && !offersPacketFilter(function)
                ? Finding.notApplicable("the function does not say that it supports SetEthernetPacketFilter") : finding;
    }

    /** Whether it is SET_INTERFACE on the function's data interface. */
    static boolean isSelection(CdcFunction function, SetupPacket setup) {
        return setup.bmRequestType() == StandardRequests.TO_INTERFACE
                && setup.bRequest() == StandardRequests.SET_INTERFACE
                && function.data().filter(data -> data.bInterfaceNumber() == setup.wIndex()).isPresent();
    }

    static boolean isConfiguration(SetupPacket setup) {
        return setup.bmRequestType() == 0 && setup.bRequest() == StandardRequests.SET_CONFIGURATION;
    }

    /** The little-endian number of two or four octets, when the answer has that many. */
    static Optional<Long> number(Bytes data, int octets) {
        return !data.has(0, octets) ? Optional.empty()
                : Optional.of(octets == 4 ? data.u32le(0) : Long.valueOf(data.u16le(0)));
    }
}
