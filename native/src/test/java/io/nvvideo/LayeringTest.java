package io.nvvideo;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The plan of the house, as a test: who may know whom. */
@AnalyzeClasses(packages = "io.nvvideo", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    /** The one class of the front door that everybody may throw. */
    private static final DescribedPredicate<JavaClass> THE_EXCEPTION = equivalentTo(VideoException.class)
            .or(equivalentTo(VideoException.Code.class))
            .as("VideoException");

    @ArchTest
    static final ArchRule importsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("front")
            .definedBy("io.nvvideo")
            .layer("media")
            .definedBy("io.nvvideo.media..")
            .layer("bitstream")
            .definedBy("io.nvvideo.bitstream..")
            .layer("ffmpeg")
            .definedBy("io.nvvideo.ffmpeg..")
            .layer("io")
            .definedBy("io.nvvideo.io..")
            .layer("demux")
            .definedBy("io.nvvideo.demux..")
            .layer("read")
            .definedBy("io.nvvideo.read..")
            .layer("select")
            .definedBy("io.nvvideo.select..")
            .layer("decode")
            .definedBy("io.nvvideo.decode..")
            .layer("cuda")
            .definedBy("io.nvvideo.cuda..")
            .layer("image")
            .definedBy("io.nvvideo.image..")
            .whereLayer("front")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("read")
            .mayOnlyBeAccessedByLayers("front")
            .whereLayer("demux")
            .mayOnlyBeAccessedByLayers("front", "read")
            .whereLayer("select")
            .mayOnlyBeAccessedByLayers("front", "read")
            .whereLayer("decode")
            .mayOnlyBeAccessedByLayers("front", "read")
            .whereLayer("cuda")
            .mayOnlyBeAccessedByLayers("front", "decode")
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers("front", "read", "decode", "cuda")
            .whereLayer("io")
            .mayOnlyBeAccessedByLayers("front", "read", "demux")
            .whereLayer("bitstream")
            .mayOnlyBeAccessedByLayers("demux", "decode")
            .whereLayer("ffmpeg")
            .mayOnlyBeAccessedByLayers("front", "read", "io", "demux", "decode", "cuda", "image")
            .ignoreDependency(alwaysTrue(), THE_EXCEPTION);

    @ArchTest
    static final ArchRule noPackagesGoInCircles = slices().matching("io.nvvideo.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(alwaysTrue(), THE_EXCEPTION);

    @ArchTest
    static final ArchRule nothingHereKnowsSpark =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache..", "scala..");

    @ArchTest
    static final ArchRule onlyOnePackageTouchesThePresetsOfCuda = noClasses()
            .that()
            .resideOutsideOfPackage("io.nvvideo.cuda..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco.cuda..", "org.bytedeco.nvcodec..");

    @ArchTest
    static final ArchRule valuesAndPlansArePure = noClasses()
            .that()
            .resideInAnyPackage("io.nvvideo.media..", "io.nvvideo.select..", "io.nvvideo.bitstream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "io.nvvideo.ffmpeg..", "java.io.File", "java.nio.file..");

    @ArchTest
    static final ArchRule decodersDoNotKnowEachOther =
            slices().matching("io.nvvideo.decode.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule onlyTheDecodersAreBehindTheDecoder = classes()
            .that()
            .resideInAPackage("io.nvvideo.decode.ffmpeg..")
            .should()
            .onlyBeAccessed()
            .byClassesThat(resideInAPackage("io.nvvideo").or(resideInAPackage("io.nvvideo.decode.ffmpeg..")));

    @ArchTest
    static final ArchRule packetsDoNotKnowWhoFeedsThem = noClasses()
            .that()
            .resideInAPackage("io.nvvideo.decode.nvdec.packets")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.nvvideo.decode.nvdec");
}
