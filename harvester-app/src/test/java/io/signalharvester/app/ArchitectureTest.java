/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.signalharvester.app",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesDoNotDependOnEachOtherInCircles =
      slices().matching("io.signalharvester.app.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule formulasArePure =
      noClasses()
          .that()
          .resideInAPackage("..scoring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "reactor..",
              "io.r2dbc..",
              "org.slf4j..",
              "java.io..",
              "java.net..",
              "java.util.random..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule nobodyReadsTheClockBehindOurBack =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule javaUtilLoggingIsNotUsed =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  @ArchTest
  static final ArchRule settingsAndFormulasKnowNothingOfTheRest =
      noClasses()
          .that()
          .resideInAnyPackage("..config..", "..scoring..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.signalharvester.app.cli..",
              "io.signalharvester.app.serve..",
              "io.signalharvester.app.pipeline..",
              "io.signalharvester.app.discoveries..",
              "io.signalharvester.app.artifacts..",
              "io.signalharvester.app.sources..",
              "io.signalharvester.app.health..",
              "io.signalharvester.app.web..",
              "io.signalharvester.app.store..",
              "io.signalharvester.app.schema..");

  @ArchTest
  static final ArchRule onlyTheSchemaPackageUsesJdbcAndFlyway =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.signalharvester.app.schema..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.flywaydb..");

  @ArchTest
  static final ArchRule sourcesDoNotReachIntoStoresOfOthers =
      noClasses()
          .that()
          .resideInAPackage("io.signalharvester.app.sources..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.signalharvester.app.artifacts..",
              "io.signalharvester.app.discoveries..",
              "io.signalharvester.app.pipeline..",
              "io.signalharvester.app.web..");

  @ArchTest
  static final ArchRule aSourceIsUsedThroughItsClientOnly =
      classes()
          .that()
          .resideInAPackage("..sources.arxiv..")
          .and()
          .doNotHaveSimpleName("ArxivClient")
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .notBePublic();

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)");
}
