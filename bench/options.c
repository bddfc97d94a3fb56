/* options.c: see options.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "options.h"
#include "machine.h"
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- Values ---- */

static bench_list distributions(void) {
    bench_list list = {.count = 0};
    bench_list_split(&list, bench_workloads[KEY_DISTRIBUTION].orders);
    return list;
}

static bench_list hashes(bool for_text) {
    bench_list list = {.count = 0};
    for (int hash = 0; hash < HASHES; hash++) {
        if (!for_text || bench_hashes[hash].takes_text) bench_list_add(&list, bench_hash_names[hash]);
    }
    return list;
}

/* A list on the command line replaces the default; each of its names must be a valid one. */
static void set_names(bench_list *list, const char *argument, bench_list valid, const char *what) {
    list->count = 0;
    bench_list_split(list, argument);
    for (size_t i = 0; i < list->count; i++) {
        if (bench_list_has(&valid, list->items[i])) continue;
        bench_refuse("no %s '%s'; there are: %s", what, list->items[i], bench_list_join(&valid));
    }
}

/* 1000, 1_000, 10k, 2M, 1e6. */
static size_t parse_count(const char *text, const char *option, size_t least, size_t most) {
    char digits[64];
    size_t length = 0;
    for (const char *c = text; *c != '\0' && length < sizeof digits - 1; c++) {
        if (*c != '_') digits[length++] = *c;
    }
    digits[length] = '\0';
    char *end;
    errno = 0;
    double value = strtod(digits, &end);
    if (*end == 'k' || *end == 'K') {
        value *= 1e3;
        end++;
    } else if (*end == 'M') {
        value *= 1e6;
        end++;
    } else if (*end == 'G') {
        value *= 1e9;
        end++;
    }
    bool whole = value >= (double)least && value <= (double)most && value == (double)(size_t)value;
    if (!isdigit((unsigned char)digits[0]) || *end != '\0' || !whole) {
        bench_refuse("%s wants whole numbers from %zu to %zu (such as 100000, 100k, 2M, 1e6), not '%s'", option, least,
                     most, text);
    }
    return (size_t)value;
}

static double parse_percent(const char *text) {
    char *end;
    double value = strtod(text, &end);
    if (!isdigit((unsigned char)text[0]) || *end != '\0' || !(value <= 1000)) {
        bench_refuse("--fail-above wants percent, a number from 0 to 1000, not '%s'", text);
    }
    return value;
}

static uint64_t parse_seed(const char *text) {
    char *end;
    errno = 0;
    unsigned long long seed = strtoull(text, &end, 0);
    if (!isdigit((unsigned char)text[0]) || *end != '\0' || errno != 0) {
        bench_refuse("--seed wants a whole number from 0 to 18446744073709551615, not '%s'", text);
    }
    return seed;
}

static size_t *parse_counts(const char *list, const char *option, size_t most, size_t *count) {
    bench_list names = {.count = 0};
    bench_list_split(&names, list);
    size_t *counts = bench_malloc(names.count * sizeof *counts);
    for (size_t i = 0; i < names.count; i++) counts[i] = parse_count(names.items[i], option, 1, most);
    *count = names.count;
    return counts;
}

size_t *bench_parse_sizes(const char *list, size_t *count) { return parse_counts(list, "-n", (size_t)1 << 36, count); }

/* 1, 2, 4 ... to the number of processors, and twice that number. */
static void set_default_threads(bench_options *o) {
    size_t processors = bench_processors();
    o->threads = bench_malloc(64 * sizeof *o->threads);
    for (size_t threads = 1; threads < processors; threads *= 2) o->threads[o->thread_counts++] = threads;
    o->threads[o->thread_counts++] = processors;
    o->threads[o->thread_counts++] = 2 * processors;
}

static void set_sizes(bench_options *o, const char *argument) {
    size_t count;
    free(bench_parse_sizes(argument, &count)); /* refuses what is none */
    o->sizes = argument;
}

static void set_hash(bench_options *o, const char *argument) {
    bench_list valid = hashes(false);
    if (!bench_list_has(&valid, argument)) {
        bench_refuse("no hash '%s'; there are: %s", argument, bench_list_join(&valid));
    }
    o->hash = argument;
}

/* ---- --help and --list ---- */

static void print_help(void) {
    bench_list types = bench_chosen_types(), all_hashes = hashes(false), orders = distributions();
    bench_list mixes = bench_names_list(bench_mix_names, MIXES), loads = bench_names_list(bench_load_names, LOADS);
    puts("usage: cchash-bench -w WORKLOAD [options]; lists are separated by commas\n"
         "  -w LIST        workloads (see --list)\n"
         "  -i LIST        tables, by name or as their columns are headed; all: those of cchash, and stb_ds\n"
         "                 (default); peers: everything that was built");
    printf("  -t LIST        %s (default: u64; see --list)\n", bench_list_join(&types));
    puts("  -n LIST        elements, or operations for operation_mix; 100000, 100k, 2M, 1e6 (default: see --list)");
    printf("  -k LIST        key_distribution: %s (default: each)\n", bench_list_join(&orders));
    printf("  -o LIST        operation_mix: %s (default: each)\n", bench_list_join(&mixes));
    puts("  -f FILE        words: the text (default: build/words.txt, which make writes)\n"
         "  --threads LIST threads: how many (default: 1, 2, 4 ... to the number of processors, and twice that)");
    printf("  --loads LIST   threads: %s (default: each)\n", bench_list_join(&loads));
    puts("  --keys LIST    order of keys (default: see --list)\n"
         "  --ops LIST     micro: which operations (default: each)");
    printf("  --hash NAME    %s; for tables that can swap it\n", bench_list_join(&all_hashes));
    puts("  --rounds R     each table once per round, tables interleaved (default 5); 1: the measured region\n"
         "                 runs once, without warm-up, and in this process if there is one table and one variant\n"
         "  --seed N       of keys and random choices (default 1)\n"
         "  --against LIST tables, or peers: whose best is the base of ratios (default stb_ds, if it runs)\n"
         "  --summary      micro: the layouts as shares of the best peer, with geometric means\n"
         "  --counters     count instructions, cache misses and so on in the measured region, where the machine can\n"
         "  --json FILE    all figures, all rounds\n"
         "  --sizes        struct sizes of the layouts\n"
         "  --mark-growth  load_factor: a line to standard error at each growth (for strace)\n"
         "  --list         workloads, tables, operations, orders and hashes\n"
         "       cchash-bench --compare OLD.json NEW.json: how each figure changed, and which changes stand out\n"
         "  --fail-above P ends with status 1 where a count (never a time) grew by more than P percent");
}

static void print_name(bench_name name) { printf("  %-26s %s\n", name.name, name.what); }

static void print_names(const char *title, const bench_name *names, size_t count) {
    puts(title);
    for (size_t i = 0; i < count; i++) print_name(names[i]);
}

static void print_workloads(void) {
    puts("workloads (-w)");
    for (int w = 0; w < WORKLOADS; w++) {
        const bench_workload_info *info = &bench_workloads[w];
        print_name(bench_workload_names[w]);
        if (info->variants == BY_TEXT) continue;
        printf("  %-26s   -n %s, -t %s", "", info->sizes, info->types != NULL ? info->types : "any");
        if (info->variants != BY_DISTRIBUTION) {
            bool same = strcmp(info->orders, info->text_orders) == 0;
            printf(", --keys %s%s%s", info->orders, same ? "" : ", with texts ", same ? "" : info->text_orders);
        }
        puts("");
    }
}

static void print_tables(void) {
    puts("tables (-i)");
    for (size_t i = 0; i < TABLES; i++) {
        bench_table_id id = (bench_table_id)i;
        const char *why = bench_why_missing(id, bench_hash_names[HASH_default]);
        printf("  %-26s", bench_table_names[id].name);
        if (why != NULL) {
            printf(" absent: %s\n", why);
            continue;
        }
        const bench_table *table = bench_table_with(id, bench_hash_names[HASH_default]);
        for (bench_kind kind = 0; kind < BENCH_KINDS; kind++) {
            if (bench_types[kind].chosen && bench_ops_of(table, kind) != NULL) {
                printf(" %s", bench_type_names[kind].name);
            }
        }
        if (bench_ops_of(table, BENCH_SHARED) != NULL) printf(" with -w threads");
        printf("%s%s\n", bench_ops_of(table, BENCH_ARENA) != NULL ? ", with -t string also NAME_arena" : "",
               bench_table_swaps_hash(id) ? ", --hash" : "");
    }
}

void bench_print_list(void) {
    bench_list valid = distributions(), all_hashes = hashes(false), text_hashes = hashes(true);
    print_workloads();
    print_tables();
    puts("types (-t)");
    for (bench_kind kind = 0; kind < BENCH_KINDS; kind++) {
        if (bench_types[kind].chosen) print_name(bench_type_names[kind]);
    }
    puts("distributions (-k)");
    for (size_t i = 0; i < valid.count; i++) {
        print_name(bench_order_names[bench_name_place(bench_order_names, ORDERS, valid.items[i])]);
    }
    print_names("mixes (-o)", bench_mix_names, MIXES);
    print_names("loads of threads (--loads)", bench_load_names, LOADS);
    print_names("orders of keys (--keys)", bench_order_names, ORDERS);
    puts("operations (--ops)");
    for (int op = 0; op < OPS; op++) {
        if (bench_operations[op].group != WHOLE) print_name(bench_op_names[op]);
    }
    printf("hashes (--hash)\n  %s; with text: %s\n", bench_list_join(&all_hashes), bench_list_join(&text_hashes));
}

/* ---- Options ---- */

enum {
    KEYS = 256,
    THREADS_OPTION,
    LOADS_OPTION,
    OPS_OPTION,
    HASH,
    ROUNDS,
    SEED,
    AGAINST,
    SUMMARY,
    JSON,
    SIZES,
    MARK_GROWTH,
    LIST,
    COUNTERS_OPTION,
    COMPARE,
    FAIL_ABOVE,
    HELP
};

static const struct option long_options[] = {{"keys", required_argument, NULL, KEYS},
                                             {"threads", required_argument, NULL, THREADS_OPTION},
                                             {"loads", required_argument, NULL, LOADS_OPTION},
                                             {"ops", required_argument, NULL, OPS_OPTION},
                                             {"hash", required_argument, NULL, HASH},
                                             {"rounds", required_argument, NULL, ROUNDS},
                                             {"seed", required_argument, NULL, SEED},
                                             {"against", required_argument, NULL, AGAINST},
                                             {"summary", no_argument, NULL, SUMMARY},
                                             {"json", required_argument, NULL, JSON},
                                             {"sizes", no_argument, NULL, SIZES},
                                             {"mark-growth", no_argument, NULL, MARK_GROWTH},
                                             {"list", no_argument, NULL, LIST},
                                             {"counters", no_argument, NULL, COUNTERS_OPTION},
                                             {"compare", required_argument, NULL, COMPARE},
                                             {"fail-above", required_argument, NULL, FAIL_ABOVE},
                                             {"help", no_argument, NULL, HELP},
                                             {NULL, 0, NULL, 0}};

static char *long_option_names(void) {
    char *names = bench_strdup("");
    for (const struct option *option = long_options; option->name != NULL; option++) {
        names = bench_format("%s --%s", names, option->name);
    }
    return names;
}

static void set_option(bench_options *o, int option, char *argument) {
    switch (option) {
    case 'w': set_names(&o->workloads, argument, bench_names_list(bench_workload_names, WORKLOADS), "workload"); break;
    case 'i': o->tables.count = 0, bench_list_split(&o->tables, argument); break;
    case 't': set_names(&o->types, argument, bench_chosen_types(), "type"); break;
    case 'n': set_sizes(o, argument); break;
    case 'k': set_names(&o->distributions, argument, distributions(), "key distribution"); break;
    case 'o': set_names(&o->mixes, argument, bench_names_list(bench_mix_names, MIXES), "operation mix"); break;
    case 'f': o->file = argument; break;
    case THREADS_OPTION: o->threads = parse_counts(argument, "--threads", 1024, &o->thread_counts); break;
    case LOADS_OPTION: set_names(&o->loads, argument, bench_names_list(bench_load_names, LOADS), "load"); break;
    case KEYS: set_names(&o->orders, argument, bench_names_list(bench_order_names, ORDERS), "order of keys"); break;
    case OPS_OPTION: set_names(&o->ops, argument, bench_chosen_ops(), "operation"); break;
    case HASH: set_hash(o, argument); break;
    case ROUNDS: o->setting.rounds = (unsigned)parse_count(argument, "--rounds", 1, 1000); break;
    case SEED: o->setting.seed = parse_seed(argument); break;
    case AGAINST: o->setting.against = argument; break;
    case SUMMARY: o->summary = true; break;
    case JSON: o->json = argument; break;
    case SIZES: o->sizes_only = true; break;
    case MARK_GROWTH: o->mark_growth = true; break;
    case LIST: o->list = true; break;
    case COMPARE: o->compare = argument; break;
    case FAIL_ABOVE: o->fail_above = parse_percent(argument); break;
    case COUNTERS_OPTION: o->setting.counters = true; break;
    case 'h':
    case HELP: print_help(); exit(0);
    case ':': bench_refuse("option '%s' wants a value; see --help", argument);
    default: bench_refuse("no option '%s'; there are: -w -i -t -n -k -o -f%s", argument, long_option_names());
    }
}

/* Finds out early whether the figures will have a place. */
static void check_json_place(const char *file) {
    char *folder = bench_strdup(file), *slash = strrchr(folder, '/');
    if (slash != NULL) *(slash == folder ? slash + 1 : slash) = '\0';
    if (access(slash != NULL ? folder : ".", W_OK) != 0 || file[0] == '\0' || file[strlen(file) - 1] == '/') {
        bench_refuse("--json cannot write '%s': wanted is a file name in a folder that exists and can be written to",
                     file);
    }
    free(folder);
}

static bool baseline_runs(const bench_list *tables, const char **name) {
    for (size_t id = 0; id < TABLES; id++) {
        if (bench_tables[id].role != BASELINE_ROW || !bench_list_has(tables, bench_table_names[id].name)) continue;
        *name = bench_table_names[id].name;
        return bench_why_missing((bench_table_id)id, bench_hash_names[HASH_default]) == NULL;
    }
    return false;
}

static bool has_text(const bench_options *o) {
    for (size_t i = 0; i < o->types.count; i++) {
        if (bench_kind_of(o->types.items[i]) != BENCH_U64) return true;
    }
    return bench_list_has(&o->workloads, bench_workload_names[WORDS].name);
}

/* What can only be said when all options are known. */
static void finish_options(bench_options *o) {
    o->grouped = bench_list_has(&o->tables, "all") || bench_list_has(&o->tables, "peers");
    o->tables = bench_expand_tables(&o->tables);
    for (size_t i = 0; i < o->ops.count; i++) o->wanted |= 1u << bench_name_place(bench_op_names, OPS, o->ops.items[i]);
    if (o->threads == NULL) set_default_threads(o);
    if (o->ops.count == 0) o->wanted = UINT32_MAX;
    bench_list text_hashes = hashes(true);
    if (has_text(o) && !bench_list_has(&text_hashes, o->hash)) {
        bench_refuse("--hash %s is for numbers; text takes %s", o->hash, bench_list_join(&text_hashes));
    }
    if (o->setting.against == NULL) {
        if (!baseline_runs(&o->tables, &o->setting.against)) o->setting.against = o->tables.items[0];
    } else if (strcmp(o->setting.against, "peers") != 0) {
        o->setting.against = bench_expand_against(o->setting.against);
    }
    if (o->list) return;
    if (o->workloads.count == 0 && !o->sizes_only) {
        bench_list workloads = bench_names_list(bench_workload_names, WORKLOADS);
        bench_refuse("-w is wanted: %s", bench_list_join(&workloads));
    }
    if (o->json != NULL) check_json_place(o->json);
}

bench_options bench_parse_options(int argument_count, char **arguments) {
    bench_options o = {
        .hash = bench_hash_names[HASH_default],
        .file = "build/words.txt",
        .fail_above = -1,
        .distributions = distributions(),
        .mixes = bench_names_list(bench_mix_names, MIXES),
        .loads = bench_names_list(bench_load_names, LOADS),
        .setting = {.argument_count = argument_count, .arguments = arguments, .seed = 1, .rounds = 5, .core = -1},
    };
    bench_list_add(&o.types, bench_type_names[BENCH_U64].name);
    bench_list_add(&o.tables, "all");
    opterr = 0;
    for (int option; (option = getopt_long(argument_count, arguments, ":w:i:t:n:k:o:f:h", long_options, NULL)) != -1;) {
        set_option(&o, option, optarg != NULL ? optarg : arguments[optind - 1]);
    }
    if (o.compare != NULL) {
        if (optind != argument_count - 1) bench_refuse("--compare wants two files: --compare OLD.json NEW.json");
        o.compare_with = arguments[optind];
        return o;
    }
    if (optind < argument_count) bench_refuse("'%s' is not an option; see --help", arguments[optind]);
    finish_options(&o);
    return o;
}
