package dev.lanyard.wire.cdc;

import dev.lanyard.wire.usb.ConfigurationTree.UsbInterface;
import dev.lanyard.wire.usb.DescriptorDefect;
import dev.lanyard.wire.usb.EndpointDescriptor;
import dev.lanyard.wire.usb.InterfaceAssociationDescriptor;
import dev.lanyard.wire.usb.InterfaceDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * An ECM or NCM function of a configuration, as far as it is there.
 *
 * @param control               the communications interface
 * @param data                  the data interface
 * @param association           the interface association descriptor that covers the control interface
 * @param functionalDescriptors those of the control interface, in the order sent
 * @param notificationEndpoint  the interrupt IN endpoint of the control interface
 * @param dataAlternate         the first alternate setting of the data interface with a pair of bulk endpoints
 * @param defects               what is missing or does not fit; offsets are those of the configuration
 */
public record CdcFunction(Model model, UsbInterface control, Optional<UsbInterface> data,
                          Optional<InterfaceAssociationDescriptor> association,
                          List<FunctionalDescriptor> functionalDescriptors,
                          Optional<EndpointDescriptor> notificationEndpoint, Optional<DataAlternate> dataAlternate,
                          List<DescriptorDefect> defects) {

    public CdcFunction {
        functionalDescriptors = List.copyOf(functionalDescriptors);
        defects = List.copyOf(defects);
    }

    /** Which class the control interface says it is of. */
    public enum Model {
        ECM(CdcCodes.SUBCLASS_ECM),
        NCM(CdcCodes.SUBCLASS_NCM);

        private final int subclass;

        Model(int subclass) {
            this.subclass = subclass;
        }

        /** bInterfaceSubClass of the control interface. */
        public int subclass() {
            return subclass;
        }
    }

    /** An alternate setting that carries data. */
    public record DataAlternate(InterfaceDescriptor descriptor, EndpointDescriptor bulkIn,
                                EndpointDescriptor bulkOut) {

        public int bAlternateSetting() {
            return descriptor.bAlternateSetting();
        }
    }

    /** The first functional descriptor of a kind. */
    public <T extends FunctionalDescriptor> Optional<T> functional(Class<T> kind) {
        return functionalDescriptors.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    public Optional<EthernetNetworkingDescriptor> ethernet() {
        return functional(EthernetNetworkingDescriptor.class);
    }

    public Optional<NcmDescriptor> ncm() {
        return functional(NcmDescriptor.class);
    }

    /** Whether a driver can carry frames over it: there is a data interface with a pair of bulk endpoints. */
    public boolean carriesData() {
        return dataAlternate.isPresent();
    }
}
