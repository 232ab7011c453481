package dev.gyre.ipc.bindgen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has the TypeScript compiler check a generated module, with what uses it, against the client's own declarations. */
class TypeScriptTest {

    private static final String COMPILER_MARK = "META-INF/maven/org.webjars.npm/typescript/pom.properties";
    private static final Pattern COMPILER_FILE =
            Pattern.compile("META-INF/resources/webjars/typescript/[^/]+/lib/(_?tsc\\.js|lib\\..*d\\.ts)");
    private static final Pattern COMPLAINT = Pattern.compile("(?m)^(\\w+\\.\\w+)\\((\\d+),\\d+\\): error");

    /** As strict as it goes, for a module must fit into whatever its user has set. */
    private static final String SETTINGS = """
            {
              "compilerOptions": {
                "strict": true, "noEmit": true, "target": "es2022", "module": "es2022", "moduleResolution": "bundler",
                "lib": ["es2022", "dom", "dom.iterable", "dom.asynciterable"], "types": [],
                "noUnusedLocals": true, "noUnusedParameters": true, "exactOptionalPropertyTypes": true,
                "noUncheckedIndexedAccess": true, "noImplicitReturns": true, "verbatimModuleSyntax": true,
                "isolatedModules": true, "skipDefaultLibCheck": true,
                "paths": { "/gyre/gyre.js": ["./client.d.ts"] }
              },
              "files": ["gyre.ts", "good.ts", "bad.ts"]
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void theModuleAndWhatUsesItWellPassAndEachMisuseFails() throws Exception {
        requireNode();
        write("tsconfig.json", SETTINGS);
        write("client.d.ts", client());
        write("gyre.ts", Examples.generate(Examples.all()));
        write("good.ts", GoldenTest.golden("good.ts"));
        String bad = GoldenTest.golden("bad.ts");
        write("bad.ts", bad);
        unpackCompiler();

        String report = run("node", folder.resolve("tsc.js").toString(), "-p", folder.toString(), "--pretty", "false");

        TreeSet<String> complaints = new TreeSet<>();
        Matcher complaint = COMPLAINT.matcher(report);
        while (complaint.find()) {
            complaints.add(complaint.group(1) + " " + complaint.group(2));
        }
        assertThat(complaints).as(report).containsExactlyInAnyOrderElementsOf(wrongLines(bad));
    }

    private static List<String> wrongLines(String bad) {
        List<String> lines = bad.lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).endsWith("// wrong"))
                .mapToObj(i -> "bad.ts " + (i + 1))
                .toList();
    }

    private static String client() throws IOException {
        try (InputStream file = TypeScriptTest.class.getResourceAsStream("/dev/gyre/ipc/web/gyre.d.ts")) {
            String declarations = new String(file.readAllBytes(), UTF_8);
            boolean whole =
                    declarations.contains("export function stream<") && declarations.contains("export function upload");
            return whole ? declarations : declarations + GoldenTest.golden("client-additions.d.ts");
        }
    }

    private void unpackCompiler() throws IOException {
        URL mark = TypeScriptTest.class.getClassLoader().getResource(COMPILER_MARK);
        try (JarFile jar = ((JarURLConnection) mark.openConnection()).getJarFile()) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                Matcher file = COMPILER_FILE.matcher(entry.getName());
                if (file.matches()) {
                    Files.copy(jar.getInputStream(entry), folder.resolve(file.group(1)));
                }
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void requireNode() throws InterruptedException {
        boolean found;
        try {
            found = run("node", "--version").startsWith("v");
        } catch (IOException e) {
            found = false;
        }
        if (!found && "required".equals(System.getProperty("gyre.node"))) {
            fail("node: not found (expected: Node 18 or newer on the path, for -Dgyre.node=required)");
        }
        assumeTrue(found, "the generated TypeScript was NOT checked: there is no node on the path");
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path report = folder.resolve("report");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(String.join(" ", command) + " has not ended within 120 s");
        }
        return Files.readString(report);
    }
}
