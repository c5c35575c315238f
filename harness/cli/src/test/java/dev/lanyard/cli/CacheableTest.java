package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheableTest {

    private static final byte[] CONTENT = {1};

    @Test
    void signaturesGoAndNothingElse(@TempDir Path folder) throws Exception {
        Path signed = folder.resolve("signed.jar");
        write(signed, Map.of("META-INF/MANIFEST.MF", CONTENT, "META-INF/BC.SF", CONTENT, "META-INF/BC.DSA", CONTENT,
                "META-INF/services/X.SF", CONTENT, "A.class", CONTENT));
        Path plain = folder.resolve("plain.jar");
        write(plain, Map.of("A.class", CONTENT, "B.class", larger("B", ClassFile.JAVA_6_VERSION)));
        byte[] before = Files.readAllBytes(plain);
        Cacheable.main(new String[] {folder.toString()});
        try (JarFile jar = new JarFile(signed.toFile())) {
            assertEquals(List.of("A.class", "META-INF/MANIFEST.MF", "META-INF/services/X.SF"),
                    jar.stream().map(JarEntry::getName).filter(name -> !name.endsWith("/")).sorted().toList());
        }
        assertArrayEquals(before, Files.readAllBytes(plain));
    }

    @Test
    void classesWithoutStackMapsGetThemAndDoWhatTheyDid(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("old.jar");
        write(jar, Map.of("Larger.class", larger("Larger", ClassFile.JAVA_5_VERSION), "Broken.class",
                new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 49, 0}));
        byte[] broken = entry(jar, "Broken.class");
        Cacheable.main(new String[] {folder.toString()});
        assertArrayEquals(broken, entry(jar, "Broken.class"));
        byte[] now = entry(jar, "Larger.class");
        assertEquals(ClassFile.JAVA_8_VERSION, ClassFile.of().parse(now).majorVersion());
        assertEquals(List.of(), ClassFile.of().verify(now));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            assertEquals(7, loader.loadClass("Larger").getMethod("larger", int.class, int.class).invoke(null, 7, 3));
        }
    }

    /** A class with a branch, as compilers made it when there were no stack maps. */
    private static byte[] larger(String name, int version) {
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(ClassDesc.of(name), type -> type
                .withVersion(version, 0).withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER)
                .withMethodBody("larger", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int,
                        ConstantDescs.CD_int), ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> {
                    Label second = code.newLabel();
                    code.iload(0).iload(1).if_icmplt(second).iload(0).ireturn()
                            .labelBinding(second).iload(1).ireturn();
                }));
    }

    private static byte[] entry(Path file, String name) throws Exception {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.getInputStream(jar.getJarEntry(name)).readAllBytes();
        }
    }

    private static void write(Path file, Map<String, byte[]> entries) throws Exception {
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }
}
