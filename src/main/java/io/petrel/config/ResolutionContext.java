package io.petrel.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a configuration refers to.
 *
 * @param folder of the file: relative paths start there
 * @param environment variables for {@code ${env:NAME}}
 */
record ResolutionContext(Path folder, Map<String, String> environment) {}
