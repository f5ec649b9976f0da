/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The core decides without a client, a clock or chance; one package writes. */
@AnalyzeClasses(
    packages = "io.signalharvester.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  private static final String[] PURE = {
    "..plan..", "..model..", "..traffic..", "..status..", "..rollout.."
  };

  @ArchTest
  static final ArchRule THE_CORE_REACHES_NO_CLIENT =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "io\\.fabric8\\.kubernetes\\.client\\.(?!CustomResource$|utils\\.Serialization$).*")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javaoperatorsdk..", "java.net.http..", "org.slf4j..")
          .because("a decision must be repeatable from its observation alone");

  @ArchTest
  static final ArchRule THE_CORE_READS_NO_CLOCK_AND_DRAWS_NOTHING =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.(util\\.Random|security\\.SecureRandom|time\\.Clock|util\\.UUID)")
          .because("time and chance are arguments");

  @ArchTest
  static final ArchRule ONE_PACKAGE_WRITES =
      noClasses()
          .that()
          .resideOutsideOfPackages("..apply..", "io.signalharvester.operator")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
          .because("apply is the only writer");

  @ArchTest
  static final ArchRule BUILDERS_KNOW_NO_PLAN =
      noClasses()
          .that()
          .resideInAnyPackage("..model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..plan..", "..apply..", "..observe..", "..reconcile..", "..status..", "..traffic..");

  @ArchTest
  static final ArchRule NO_CIRCLES =
      slices().matching("io.signalharvester.operator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Utils")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl");
}
