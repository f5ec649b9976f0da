/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** The arXiv client: query, paging, and the reader of its Atom feed. */
@NullMarked
package io.signalharvester.app.sources.arxiv;

import org.jspecify.annotations.NullMarked;
