/** Files that commands read: configurations, rules, subscriptions, histories. */
@NullMarked
package io.petrel.cli.files;

import org.jspecify.annotations.NullMarked;
