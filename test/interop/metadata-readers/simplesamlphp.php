<?php

/** Reads each document as the metadata converter and metarefresh of SimpleSAMLphp do; see ../our-metadata.spec.ts. */

declare(strict_types=1);
error_reporting(0);

use SimpleSAML\Metadata\SAMLParser;

require getenv('SIMPLESAMLPHP_DIR') . '/lib/_autoload.php';

function certificates(array $keys, string $use): array
{
    $used = array_filter($keys, fn (array $key): bool => $key[$use]);
    return array_values(array_map(fn (array $key): string => $key['X509Certificate'], $used));
}

function locations(array $endpoints): array
{
    $pairs = array_map(fn (array $one): array => [$one['Binding'], $one['Location']], $endpoints);
    sort($pairs);
    return $pairs;
}

function readDocument(array $document): array
{
    $parser = SAMLParser::parseString($document['xml']);
    $sp = $parser->getMetadata20SP();
    $keys = $sp['keys'] ?? [];
    $logo = $sp['UIInfo']['Logo'][0];
    return [
        'entityId' => $parser->getEntityId(),
        'validUntilMs' => isset($sp['expire']) ? $sp['expire'] * 1000 : null,
        'acs' => locations($sp['AssertionConsumerService']),
        'slo' => locations($sp['SingleLogoutService']),
        'signing' => certificates($keys, 'signing'),
        'encryption' => certificates($keys, 'encryption'),
        'attributes' => $sp['attributes'],
        'signsRequests' => $sp['validate.authnrequest'],
        'displayNames' => $sp['UIInfo']['DisplayName'],
        'logo' => [$logo['url'], (string) $logo['width'], (string) $logo['height']],
        'verifies' => array_map(
            fn (string $file): bool => $parser->validateSignature([$file]),
            $document['certificateFiles'],
        ),
    ];
}

$documents = json_decode(stream_get_contents(STDIN), true);
echo json_encode(array_map('readDocument', $documents));
