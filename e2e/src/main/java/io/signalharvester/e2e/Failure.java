/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e;

/** A step that cannot go on. The message is one sentence for a person and names what to do next. */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sentence;

  /** A failure without a deeper cause worth showing. */
  public Failure(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** A failure whose cause goes into the stack trace only. */
  public Failure(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  /** What the person is told. */
  public String sentence() {
    return sentence;
  }
}
