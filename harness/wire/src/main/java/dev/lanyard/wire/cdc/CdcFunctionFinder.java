package dev.lanyard.wire.cdc;

import dev.lanyard.wire.cdc.CdcFunction.DataAlternate;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.ConfigurationTree.AlternateSetting;
import dev.lanyard.wire.usb.ConfigurationTree.UsbInterface;
import dev.lanyard.wire.usb.Descriptor;
import dev.lanyard.wire.usb.DescriptorDefect;
import dev.lanyard.wire.usb.DescriptorDefect.Code;
import dev.lanyard.wire.usb.EndpointDescriptor;
import dev.lanyard.wire.usb.InterfaceAssociationDescriptor;
import dev.lanyard.wire.usb.InterfaceDescriptor;
import dev.lanyard.wire.usb.TransferType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds ECM and NCM functions in a configuration, leniently: it takes what is there and says what is missing. */
public final class CdcFunctionFinder {

    private final ConfigurationTree tree;
    private final UsbInterface control;
    private final Model model;
    private final InterfaceDescriptor controlDescriptor;
    private final List<DescriptorDefect> defects = new ArrayList<>();
    private final List<FunctionalDescriptor> functional = new ArrayList<>();

    private CdcFunctionFinder(ConfigurationTree tree, UsbInterface control, Model model) {
        this.tree = tree;
        this.control = control;
        this.model = model;
        this.controlDescriptor = control.defaultAlternate().descriptor();
    }

    /** The functions in the order of their control interfaces. */
    public static List<CdcFunction> find(ConfigurationTree tree) {
        List<CdcFunction> functions = new ArrayList<>();
        for (UsbInterface candidate : tree.interfaces().values()) {
            InterfaceDescriptor descriptor = candidate.defaultAlternate().descriptor();
            if (descriptor.bInterfaceClass() != CdcCodes.CLASS_COMMUNICATIONS) {
                continue;
            }
            for (Model model : Model.values()) {
                if (descriptor.bInterfaceSubClass() == model.subclass()) {
                    functions.add(new CdcFunctionFinder(tree, candidate, model).function());
                }
            }
        }
        return List.copyOf(functions);
    }

    private CdcFunction function() {
        AlternateSetting setting = control.defaultAlternate();
        setting.additional().forEach(this::readFunctional);
        // Some devices put the functional descriptors behind the endpoint.
        setting.endpoints().forEach(e -> e.additional().forEach(this::readFunctional));
        Optional<InterfaceAssociationDescriptor> association = tree.associations().stream()
                .filter(a -> a.covers(control.bInterfaceNumber())).findFirst();
        checkFunctional();
        Optional<UsbInterface> data = dataInterface(association);
        Optional<DataAlternate> dataAlternate = data.flatMap(this::dataAlternate);
        Optional<EndpointDescriptor> notification = setting.endpoint(TransferType.INTERRUPT, true);
        if (notification.isEmpty()) {
            defect(Code.MISSING, "the control interface has no interrupt IN endpoint for notifications");
        }
        return new CdcFunction(model, control, data, association, functional, notification, dataAlternate, defects);
    }

    private void readFunctional(Descriptor descriptor) {
        FunctionalDescriptor.parse(descriptor, defects).ifPresent(functional::add);
    }

    private void checkFunctional() {
        if (functional.isEmpty() || !(functional.getFirst() instanceof HeaderDescriptor)) {
            defect(Code.MISSING, "the functional descriptors do not begin with a header functional descriptor");
        }
        require(UnionDescriptor.class, "union");
        require(EthernetNetworkingDescriptor.class, "Ethernet networking");
        if (model == Model.NCM) {
            require(NcmDescriptor.class, "NCM");
        }
    }

    private void require(Class<? extends FunctionalDescriptor> kind, String name) {
        long count = functional.stream().filter(kind::isInstance).count();
        if (count == 0) {
            defect(Code.MISSING, "the control interface has no " + name + " functional descriptor");
        } else if (count > 1) {
            defect(Code.DUPLICATE, "the control interface has " + count + " " + name + " functional descriptors");
        }
    }

    private Optional<UsbInterface> dataInterface(Optional<InterfaceAssociationDescriptor> association) {
        Optional<UnionDescriptor> union = functional.stream().filter(UnionDescriptor.class::isInstance)
                .map(UnionDescriptor.class::cast).findFirst();
        Optional<UsbInterface> named = union.flatMap(this::named);
        if (named.isPresent()) {
            return named;
        }
        Optional<UsbInterface> associated = association.flatMap(a -> tree.interfaces().values().stream()
                .filter(i -> i != control && a.covers(i.bInterfaceNumber()) && isData(i)).findFirst());
        if (associated.isPresent()) {
            defect(Code.DANGLING, "no union functional descriptor names a data interface; interface "
                    + associated.get().bInterfaceNumber() + " is taken from the interface association");
            return associated;
        }
        Optional<UsbInterface> next = tree.usbInterface(control.bInterfaceNumber() + 1).filter(this::isData);
        defect(Code.DANGLING, "neither a union functional descriptor nor an interface association names a data "
                + "interface" + next.map(n -> "; interface " + n.bInterfaceNumber() + " comes next and is taken")
                .orElse(""));
        return next;
    }

    private Optional<UsbInterface> named(UnionDescriptor union) {
        if (union.bControlInterface() != control.bInterfaceNumber()) {
            defects.add(new DescriptorDefect(union.offset(), Code.VALUE, "the union's bControlInterface is "
                    + union.bControlInterface() + ", but it belongs to interface " + control.bInterfaceNumber()));
        }
        List<Integer> candidates = new ArrayList<>(union.subordinateInterfaces());
        // Linux accepts a union with control and data interface swapped.
        candidates.add(union.bControlInterface());
        for (int number : candidates) {
            Optional<UsbInterface> found =
                    tree.usbInterface(number).filter(i -> i.bInterfaceNumber() != control.bInterfaceNumber());
            if (found.filter(this::isData).isPresent()) {
                return found;
            }
            if (found.isEmpty() && number != control.bInterfaceNumber()) {
                defects.add(new DescriptorDefect(union.offset(), Code.DANGLING,
                        "the union names interface " + number + ", which does not exist"));
            } else if (found.isPresent()) {
                defects.add(new DescriptorDefect(union.offset(), Code.VALUE, "the union names interface " + number
                        + ", whose class is 0x%02x and not 0x0a".formatted(
                                found.get().defaultAlternate().descriptor().bInterfaceClass())));
            }
        }
        return Optional.empty();
    }

    private boolean isData(UsbInterface candidate) {
        return candidate.defaultAlternate().descriptor().bInterfaceClass() == CdcCodes.CLASS_DATA;
    }

    private Optional<DataAlternate> dataAlternate(UsbInterface data) {
        for (AlternateSetting setting : data.alternates()) {
            Optional<EndpointDescriptor> in = setting.endpoint(TransferType.BULK, true);
            Optional<EndpointDescriptor> out = setting.endpoint(TransferType.BULK, false);
            if (in.isPresent() && out.isPresent()) {
                if (setting.descriptor().bAlternateSetting() == 0) {
                    defects.add(new DescriptorDefect(setting.descriptor().offset(), Code.VALUE,
                            "alternate setting 0 of the data interface has endpoints"));
                }
                return Optional.of(new DataAlternate(setting.descriptor(), in.get(), out.get()));
            }
        }
        defects.add(new DescriptorDefect(data.defaultAlternate().descriptor().offset(), Code.MISSING,
                "no alternate setting of data interface " + data.bInterfaceNumber()
                        + " has a bulk IN and a bulk OUT endpoint"));
        return Optional.empty();
    }

    private void defect(Code code, String message) {
        defects.add(new DescriptorDefect(controlDescriptor.offset(), code, message));
    }
}
