package io.nvvideo.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

@AnalyzeClasses(packages = "io.nvvideo.spark", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** Not Spark's public API, but the same in every version from 3.5 on; there is no other way. */
    private static final Set<String> ALLOWED = Set.of(
            "org.apache.spark.sql.catalyst.InternalRow",
            "org.apache.spark.rdd.InputFileBlockHolder",
            "org.apache.spark.util.SerializableConfiguration",
            "org.apache.spark.util.TaskCompletionListener");

    @ArchTest
    static final ArchRule noNativeTypeAppears = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "io.nvvideo.ffmpeg..", "io.nvvideo.read..");

    @ArchTest
    static final ArchRule sparksInternalsAreNotUsed = noClasses()
            .should()
            .dependOnClassesThat(new DescribedPredicate<>("are internal to Spark") {
                @Override
                public boolean test(JavaClass type) {
                    String name = type.getName();
                    boolean internal = name.startsWith("org.apache.spark.sql.execution.")
                            || name.startsWith("org.apache.spark.sql.internal.")
                            || name.startsWith("org.apache.spark.sql.catalyst.")
                            || name.startsWith("org.apache.spark.sql.util.Arrow")
                            || name.startsWith("org.apache.spark.util.")
                            || name.startsWith("org.apache.spark.rdd.");
                    return internal && !ALLOWED.contains(name);
                }
            });

    @ArchTest
    static final ArchRule packagesDependInOneDirection =
            slices().matching("io.nvvideo.spark.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule readingKnowsNothingOfTheDataSource = noClasses()
            .that()
            .resideInAnyPackage("io.nvvideo.spark.read..", "io.nvvideo.spark.metric..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.nvvideo.spark");
}
