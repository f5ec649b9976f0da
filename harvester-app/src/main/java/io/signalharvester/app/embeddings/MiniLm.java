/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loaded model. The library's own class would let ONNX Runtime start a thread for each core of
 * the machine, however few of them this process may use; here a call computes on its own thread, so
 * that the scheduler of the caller is the bound, and equal texts give equal bytes on any number of
 * cores.
 */
final class MiniLm extends AbstractInProcessEmbeddingModel {

  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  private final OnnxBertBiEncoder encoder;

  private MiniLm(OnnxBertBiEncoder encoder) {
    super(Runnable::run);
    this.encoder = encoder;
  }

  /** Unpacks and loads the native libraries and the model. */
  static MiniLm load() {
    Path unpacked = null;
    try {
      // The tokenizer's library is copied there from its archive. It is needed until it is loaded,
      // and neither a home folder nor a file that somebody else left must matter.
      unpacked = Files.createTempDirectory("harvest-model-");
      System.setProperty("DJL_CACHE_DIR", unpacked.toString());
      System.setProperty("ai.djl.offline", "true");
      System.setProperty("RUST_FLAVOR", "cpu");
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      return new MiniLm(encoder(environment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the model", e);
    } finally {
      if (unpacked != null) {
        delete(unpacked);
      }
    }
  }

  private static OnnxBertBiEncoder encoder(OrtEnvironment environment)
      throws IOException, OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        InputStream model = resource(MODEL);
        InputStream tokenizer = resource(TOKENIZER)) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return new OnnxBertBiEncoder(
          environment,
          environment.createSession(model.readAllBytes(), options),
          tokenizer,
          PoolingMode.MEAN);
    }
  }

  /** The vector of a text that has a word. */
  float[] vector(String text) {
    float[] given = embed(text).content().vector();
    double[] exact = new double[given.length];
    for (int i = 0; i < given.length; i++) {
      exact[i] = given[i];
    }
    return Vectors.normalised(exact);
  }

  @Override
  protected OnnxBertBiEncoder model() {
    return encoder;
  }

  @Override
  protected Integer knownDimension() {
    return TextEmbedder.DIMS;
  }

  private static InputStream resource(String name) throws IOException {
    @Nullable InputStream stream = AbstractInProcessEmbeddingModel.class.getResourceAsStream(name);
    if (stream == null) {
      throw new FileNotFoundException(name + " is not on the class path");
    }
    return stream;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
