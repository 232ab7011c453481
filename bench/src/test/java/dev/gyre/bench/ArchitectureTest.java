package dev.gyre.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Benchmark;

/** The house rules that hold for all rooms. */
final class ArchitectureTest {

    private static final String GENERATED = ".jmh_generated";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.gyre")
            .that(DescribedPredicate.describe(
                    "are written by hand", type -> !type.getPackageName().endsWith(GENERATED)));

    /** For builds: a program, which may print and is nobody's dependency. */
    private static final String PACKER = "dev.gyre.assets.packer";

    private static final String JAVAFX = "dev.gyre.window.javafx";

    private static final String JCEF = "dev.gyre.window.jcef";

    private static final JavaClasses LIBRARIES = ALL.that(DescribedPredicate.describe(
            "are in a library",
            type -> !in(type, "dev.gyre.bench") && !in(type, "dev.gyre.demo") && !in(type, PACKER)));

    private static final List<String> INNARDS =
            List.of("io.netty", "com.lmax", "org.jctools", "org.HdrHistogram", "com.fasterxml");

    /** The one type of Jackson that a user hands in. */
    private static final String MAPPER = "com.fasterxml.jackson.databind.ObjectMapper";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.gyre.event",
                "dev.gyre.ipc",
                "dev.gyre.assets",
                PACKER,
                "dev.gyre.window",
                JAVAFX,
                JCEF,
                "dev.gyre.bench"
            })
    void seesEveryRoom(String room) {
        assertThat(ALL.stream().filter(type -> in(type, room))).isNotEmpty();
    }

    @Test
    void arrowsBetweenRoomsPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("event-core")
                .definedBy("dev.gyre.event..")
                .layer("ipc")
                .definedBy("dev.gyre.ipc..")
                .layer("assets")
                .definedBy("dev.gyre.assets..")
                .layer("window")
                .definedBy("dev.gyre.window", "dev.gyre.window.spi")
                .layer("javafx")
                .definedBy(JAVAFX)
                .layer("jcef")
                .definedBy(JCEF)
                .optionalLayer("demo")
                .definedBy("dev.gyre.demo..")
                .layer("bench")
                .definedBy("dev.gyre.bench..")
                .whereLayer("event-core")
                .mayNotAccessAnyLayer()
                .whereLayer("ipc")
                .mayOnlyAccessLayers("event-core")
                .whereLayer("assets")
                .mayOnlyAccessLayers("event-core")
                .whereLayer("window")
                .mayOnlyAccessLayers("event-core", "ipc", "assets")
                .whereLayer("javafx")
                .mayOnlyAccessLayers("ipc", "window")
                .whereLayer("jcef")
                .mayOnlyAccessLayers("ipc", "assets", "window")
                .whereLayer("demo")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("bench")
                .mayNotBeAccessedByAnyLayer()
                .check(ALL);
    }

    @Test
    void noLibraryDependsOnThePackerOrOnWhatItPacksWith() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PACKER, "com.aayushatharva..", "com.jcraft..", "org.apache.maven..")
                .allowEmptyShould(false)
                .check(LIBRARIES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.gyre.(**)").should().beFreeOfCycles().check(ALL);
    }

    static Stream<String> packages() {
        return ALL.stream().map(JavaClass::getPackageName).distinct();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everyPackageIsNullMarked(String name) {
        JavaPackage found = ALL.getPackage(name);

        assertThat(found.isAnnotatedWith(NullMarked.class))
                .as("package-info of %s with @NullMarked", name)
                .isTrue();
    }

    @Test
    void librariesThrowNoGenericExceptions() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.allowEmptyShould(false).check(LIBRARIES);
        noClasses()
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "an Error is made", call -> call.getTargetOwner().isEquivalentTo(Error.class)))
                .allowEmptyShould(false)
                .check(LIBRARIES);
    }

    @ParameterizedTest
    @ValueSource(classes = {Throwable.class, Exception.class, RuntimeException.class, Error.class})
    void usersNeedNotCatchGenericExceptions(Class<? extends Throwable> generic) {
        noCodeUnits()
                .that(DescribedPredicate.describe("are public or protected", ArchitectureTest::isOpen))
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .areNotInterfaces()
                .should()
                .declareThrowableOfType(generic)
                .because("what users call says what it throws; what they implement may throw anything")
                .allowEmptyShould(false)
                .check(LIBRARIES);
    }

    @Test
    void librariesLeaveTheStandardStreamsAlone() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(false).check(LIBRARIES);
    }

    @Test
    void librariesLogThroughTheSystemLoggerOnly() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.allowEmptyShould(false).check(LIBRARIES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "org.apache.logging..", "io.netty.util.internal.logging..")
                .allowEmptyShould(false)
                .check(LIBRARIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.gyre.event", "dev.gyre.window"})
    void signaturesShowNoInnards(String room) {
        showNoInnards(room).check(LIBRARIES);
    }

    @Test
    void seesInnardsWhereTheyAreAllowed() {
        assertThat(showNoInnards("dev.gyre.assets.spi").evaluate(LIBRARIES).hasViolation())
                .isTrue();
    }

    private static ArchRule showNoInnards(String room) {
        return codeUnits()
                .that()
                .areDeclaredInClassesThat(DescribedPredicate.describe(
                        "are open to users of " + room,
                        type -> in(type, room) && type.getModifiers().contains(JavaModifier.PUBLIC)))
                .and(DescribedPredicate.describe("are public or protected", ArchitectureTest::isOpen))
                .should(showNoInnards())
                .allowEmptyShould(false);
    }

    @Test
    void benchmarksAreArmsOfAComparison() {
        codeUnits()
                .that()
                .areAnnotatedWith(Benchmark.class)
                .should()
                .haveNameMatching("(naive|gyre|peer)([A-Z]\\w*)?")
                .andShould()
                .beDeclaredInClassesThat()
                .haveNameMatching("dev\\.gyre\\.bench\\.stages\\.Stage\\d\\d[A-Z]\\w*")
                .allowEmptyShould(false)
                .check(ALL);
    }

    @Test
    void everyBenchmarkBelongsToAStage() {
        Set<String> written = ALL.stream()
                .filter(type -> type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Benchmark.class)))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());

        assertThat(Stages.ALL.stream().flatMap(stage -> stage.benchmarks().stream()))
                .containsExactlyInAnyOrderElementsOf(written);
    }

    private static boolean in(JavaClass type, String room) {
        return type.getPackageName().equals(room) || type.getPackageName().startsWith(room + ".");
    }

    private static boolean isOpen(JavaCodeUnit unit) {
        return unit.getModifiers().contains(JavaModifier.PUBLIC)
                || unit.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static ArchCondition<JavaCodeUnit> showNoInnards() {
        return new ArchCondition<>("show nothing of " + INNARDS) {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                shown(unit)
                        .map(JavaClass::getFullName)
                        .filter(ArchitectureTest::isInnard)
                        .forEach(name ->
                                events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " shows " + name)));
            }
        };
    }

    private static Stream<JavaClass> shown(JavaCodeUnit unit) {
        Stream<JavaType> types = Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
        return Stream.concat(
                types.flatMap(type -> type.getAllInvolvedRawTypes().stream()), unit.getExceptionTypes().stream());
    }

    private static boolean isInnard(String name) {
        return !name.equals(MAPPER) && INNARDS.stream().anyMatch(innard -> name.startsWith(innard + "."));
    }
}
