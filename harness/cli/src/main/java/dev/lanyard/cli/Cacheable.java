package dev.lanyard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Makes the jars of the program's folder such that the JVM keeps their classes in its AOT cache, for the launcher after
 * a build. It keeps none of a signed jar, whose signatures it would check at every start: they go, for Maven verified
 * the checksums of what it fetched. And it keeps none that must be verified as those of Java 5 were, by inference, which
 * all of the command line's parser are: these become classes of Java 8, with the stack maps that such classes have.
 */
final class Cacheable {

    private static final int HEAD = 8;

    private Cacheable() {}

    /** {@code FOLDER} */
    public static void main(String[] arguments) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
            for (Path jar : jars) {
                boolean old = hasOldClasses(jar);
                try (FileSystem entries = FileSystems.newFileSystem(jar)) {
                    strip(entries);
                    if (old) {
                        renew(entries);
                    }
                }
            }
        }
    }

    private static void strip(FileSystem entries) throws IOException {
        Path meta = entries.getPath("META-INF");
        if (!Files.isDirectory(meta)) {
            return;
        }
        try (DirectoryStream<Path> signatures = Files.newDirectoryStream(meta, "*.{SF,RSA,DSA,EC}")) {
            for (Path signature : signatures) {
                Files.delete(signature);
            }
        }
    }

    /** Looks at the beginnings of classes only, which takes a fraction of what walking through them takes. */
    private static boolean hasOldClasses(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (entry.getName().endsWith(".class")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        if (isOld(in.readNBytes(HEAD))) {
                            return true;
                        }
                    }
                }
            }
            return false;
        }
    }

    private static boolean isOld(byte[] classFile) {
        return classFile.length >= HEAD && ByteBuffer.wrap(classFile).getInt() == ClassFile.MAGIC_NUMBER
                && ByteBuffer.wrap(classFile).getShort(6) < ClassFile.JAVA_6_VERSION;
    }

    private static void renew(FileSystem entries) throws IOException {
        for (Path root : entries.getRootDirectories()) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                    byte[] before = Files.readAllBytes(file);
                    byte[] after = isOld(before) ? renewed(before) : before;
                    if (after != before) {
                        Files.write(file, after);
                    }
                }
            }
        }
    }

    /** The class with stack maps, or as it is where none can be made for it. */
    private static byte[] renewed(byte[] old) {
        ClassFile format = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
        try {
            byte[] now = format.transformClass(format.parse(old), ClassTransform
                    .transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(Cacheable::asOfJava8));
            return format.verify(now).isEmpty() ? now : old;
        } catch (IllegalArgumentException e) {
            return old;
        }
    }

    private static void asOfJava8(ClassBuilder target, ClassElement element) {
        target.with(element instanceof ClassFileVersion ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0) : element);
    }
}
